"""Which Xero contact an Autotask company is: one contact a company and one company a contact."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import DuplicateKeyError

from core.domain.contacts.link import ContactLink
from core.domain.contacts.xero_contact import PaymentTerms
from core.store.documents import ContactLinkDocument

_TRUSTED = {"distrusted": {"$ne": True}}


def linked(connection_id: str, company_ids: Iterable[int]) -> dict[int, str]:
    """Xero contact ids by company id, as far as they are known and trusted."""
    found = _links().find({**_of(connection_id, company_ids), **_TRUSTED})
    return {document["company_id"]: document["xero_contact_id"] for document in found}


def get(connection_id: str, company_ids: Iterable[int]) -> dict[int, ContactLink]:
    """Everything about the links of some companies, distrusted ones too."""
    found = _links().find(_of(connection_id, company_ids))
    return {document["company_id"]: _to_domain(document) for document in found}


def taken(connection_id: str) -> Mapping[str, int]:
    """Companies by the Xero contact that stands for them, distrusted links too."""
    found = _links().find({"connection": connection_id}, {"xero_contact_id": 1, "company_id": 1})
    return {document["xero_contact_id"]: document["company_id"] for document in found}


def companies(connection_id: str) -> list[int]:
    """Every company that has a contact and needs none."""
    found = _links().find({"connection": connection_id, **_TRUSTED}, {"company_id": 1})
    return [document["company_id"] for document in found]


def link(connection_id: str, new: ContactLink, now: datetime) -> bool:
    """Remember a link; False when that contact or that company is linked already.

    One that is distrusted gives way.
    """
    try:
        form = _form(connection_id, new, now)
        _links().insert_one({"_id": _id(connection_id, new.company_id), **form})
    except DuplicateKeyError:
        return _replace(connection_id, new, now, {"distrusted": True})
    return True


def relink(connection_id: str, new: ContactLink, now: datetime) -> bool:
    """Put a link in the place of whatever there is; False when the contact is another company's."""
    return _replace(connection_id, new, now, {}) or link(connection_id, new, now)


def distrust(connection_id: str, company_ids: Iterable[int]) -> None:
    """Xero no longer honors these links; the next round matches their companies again."""
    _links().update_many(_of(connection_id, company_ids), {"$set": {"distrusted": True}})


def note_update(
    connection_id: str, company_id: int, content_hash: str, refused_name: str = ""
) -> None:
    """The contact says what Autotask says, but for a name that Xero does not let it have."""
    _links().update_one(
        {"_id": _id(connection_id, company_id)},
        {"$set": {"content_hash": content_hash, "refused_name": refused_name}},
    )


def note_terms(connection_id: str, found: Mapping[int, PaymentTerms | None], now: datetime) -> None:
    """Keep the payment terms of contacts, by company; None for a contact without any."""
    writes = [
        UpdateOne(
            {"_id": _id(connection_id, company_id)},
            {"$set": {"payment_terms": _terms_form(terms), "terms_read_at": now}},
        )
        for company_id, terms in found.items()
    ]
    if writes:
        _links().bulk_write(writes, ordered=False)


def terms(connection_id: str, company_ids: Iterable[int]) -> dict[int, PaymentTerms]:
    """Payment terms by company, as far as the contact has any and they were read."""
    links = get(connection_id, company_ids)
    return {company_id: each.terms for company_id, each in links.items() if each.terms}


def _replace(
    connection_id: str, new: ContactLink, now: datetime, only_if: Mapping[str, Any]
) -> bool:
    try:
        result = _links().replace_one(
            {"_id": _id(connection_id, new.company_id), **only_if},
            _form(connection_id, new, now),
        )
    except DuplicateKeyError:
        return False
    return bool(result.matched_count)


def _form(connection_id: str, new: ContactLink, now: datetime) -> dict[str, Any]:
    return {
        "connection": connection_id,
        "company_id": new.company_id,
        "company": new.company,
        "xero_contact_id": new.xero_contact_id,
        "xero_name": new.xero_name,
        "how": new.how,
        "content_hash": new.content_hash,
        "refused_name": new.refused_name,
        "distrusted": new.is_distrusted,
        "payment_terms": _terms_form(new.terms),
        "terms_read_at": new.terms_read_at,
        "linked_at": now,
    }


def _to_domain(document: Mapping[str, Any]) -> ContactLink:
    kept = document.get("payment_terms")
    return ContactLink(
        company_id=document["company_id"],
        company=document["company"],
        xero_contact_id=document["xero_contact_id"],
        how=document["how"],
        xero_name=document.get("xero_name") or "",
        content_hash=document.get("content_hash") or "",
        refused_name=document.get("refused_name") or "",
        is_distrusted=bool(document.get("distrusted")),
        terms=PaymentTerms(kept["day"], kept["kind"]) if kept else None,
        terms_read_at=document.get("terms_read_at"),
    )


def _terms_form(kept: PaymentTerms | None) -> dict[str, Any] | None:
    return {"day": kept.day, "kind": kept.kind} if kept else None


def _id(connection_id: str, company_id: int) -> str:
    return f"{connection_id}/{company_id}"


def _of(connection_id: str, company_ids: Iterable[int]) -> dict[str, Any]:
    return {"_id": {"$in": [_id(connection_id, company_id) for company_id in company_ids]}}


def _links() -> Any:
    return ContactLinkDocument._get_collection()
