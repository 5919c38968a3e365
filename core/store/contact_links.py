"""Which Xero contact an Autotask company is."""

from collections.abc import Collection, Iterable
from datetime import datetime

from pymongo.errors import DuplicateKeyError

from core.store.documents import ContactLinkDocument


def linked(connection_id: str, company_ids: Iterable[int]) -> dict[int, str]:
    """Xero contact ids by company id, as far as they are known."""
    ids = [f"{connection_id}/{company_id}" for company_id in company_ids]
    found = ContactLinkDocument._get_collection().find({"_id": {"$in": ids}})
    return {document["company_id"]: document["xero_contact_id"] for document in found}


def taken(connection_id: str) -> Collection[str]:
    """Xero contacts that stand for a company already."""
    return set(
        ContactLinkDocument._get_collection().distinct(
            "xero_contact_id", {"connection": connection_id}
        )
    )


def link(
    connection_id: str,
    company_id: int,
    company: str,
    xero_contact_id: str,
    how: str,
    now: datetime,
) -> bool:
    """Remember a link; False when that contact or that company is linked already."""
    try:
        ContactLinkDocument._get_collection().insert_one(
            {
                "_id": f"{connection_id}/{company_id}",
                "connection": connection_id,
                "company_id": company_id,
                "company": company,
                "xero_contact_id": xero_contact_id,
                "how": how,
                "linked_at": now,
            }
        )
    except DuplicateKeyError:
        return False
    return True


def forget(connection_id: str, company_ids: Iterable[int]) -> None:
    """Drop links that Xero no longer honors, so that the next run matches again."""
    ContactLinkDocument._get_collection().delete_many(
        {"_id": {"$in": [f"{connection_id}/{company_id}" for company_id in company_ids]}}
    )
