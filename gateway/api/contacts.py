"""Which Xero contact an Autotask company is: what may be meant, and a person's word for it."""

from typing import Any

from flask import Blueprint
from pydantic import BaseModel, Field
from spectree import Response

from gateway import audited
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.roles import admit

blueprint = Blueprint("contacts", __name__)

_TAGS = ("Contacts",)


class SuggestionOut(BaseModel):
    """A contact that the company may be; `percent` says how alike they are."""

    xero_contact_id: str
    name: str
    account_number: str
    email: str
    percent: int
    why: str


class SuggestionList(BaseModel):
    items: list[SuggestionOut]
    next_cursor: str | None


class LinkBody(BaseModel):
    """The contact that stands for the company from now on."""

    xero_contact_id: str = Field(min_length=1, max_length=64)


class LinkedOut(BaseModel):
    message: str


@blueprint.get("/connections/<connection>/companies/<int:company_id>/contact-suggestions")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=SuggestionList), tags=_TAGS)
def suggestions(connection: str, company_id: int) -> SuggestionList:
    """Contacts in Xero that the company may be, the likeliest first; looks into Xero once."""
    lens_of(connection)
    found: list[dict[str, Any]] = audited.commands().suggest_contacts(connection, company_id)
    return SuggestionList(items=[SuggestionOut(**each) for each in found], next_cursor=None)


@blueprint.post("/connections/<connection>/companies/<int:company_id>/contact")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=LinkedOut), tags=_TAGS)
def link(connection: str, company_id: int, json: LinkBody) -> LinkedOut:
    """Link a company to a contact; what waited for one goes on."""
    lens_of(connection)
    return LinkedOut(message=audited.link_contact(connection, company_id, json.xero_contact_id))
