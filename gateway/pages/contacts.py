"""Which Xero contact a company is: candidates with a button each, for who stands at the record."""

from dataclasses import dataclass

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from core.store.views import payers
from gateway import audited
from gateway.filters import refuse
from gateway.pages.frame import frame_of, is_fragment, render
from gateway.pages.pressed import answer
from gateway.roles import admit

blueprint = Blueprint("contacts", __name__)

_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact that the company may be; `why` says how it was found."""

    contact_id: str
    name: str
    why: str


@blueprint.get("/c/<connection>/sync/invoices/<int:autotask_id>/contact")
@admit("operator")
def choose(connection: str, autotask_id: int) -> str:
    """Looks into Xero once."""
    frame = frame_of(connection)
    company_id, company = _payer(connection, autotask_id)
    found = audited.commands().suggest_contacts(connection, company_id)
    candidates = [
        Candidate(
            str(each["xero_contact_id"]),
            str(each["name"]),
            ", ".join(
                part
                for part in (
                    f"{each.get('percent')} %: {each.get('why')}",
                    str(each.get("account_number") or ""),
                    str(each.get("email") or ""),
                )
                if part
            ),
        )
        for each in found
    ]
    return render(
        "record/candidates.html" if is_fragment() else "record/contact.html",
        frame,
        tab="invoices",
        company=company,
        record_id=autotask_id,
        candidates=candidates,
    )


@blueprint.post("/c/<connection>/sync/invoices/<int:autotask_id>/contact")
@admit("operator")
def link(connection: str, autotask_id: int) -> Response:
    """The chosen contact stands for whoever is billed; what waited for it goes on."""
    frame_of(connection)
    contact_id = (request.form.get("contact") or "").strip()
    if not 0 < len(contact_id) <= _LONGEST_ID:
        raise refuse("contact", contact_id[:_LONGEST_ID], "the id of a contact in Xero")
    company_id, _ = _payer(connection, autotask_id)
    told = audited.link_contact(connection, company_id, contact_id)
    page = url_for(
        "record.record", connection=connection, shelf="invoices", autotask_id=autotask_id
    )
    return answer(told, page)


def _payer(connection: str, autotask_id: int) -> tuple[int, str]:
    found = payers.payer_of(connection, autotask_id)
    return found or abort(404, f"There is no record {autotask_id} in this connection.")
