"""The limit of the smallest plan: so many approved invoices and bills a month."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Books
from sandbox.xero.documents.ruling import Ruling

REACHED = "You have reached the limit of invoices you can approve"
_APPROVED = ("AUTHORISED", "PAID")
# Twenty sales invoices went with five bills.
_SHARE = {"ACCREC": 1, "ACCPAY": 4}


def check_plan(
    books: Books, old: Mapping[str, Any] | None, draft: Mapping[str, Any], ruling: Ruling
) -> None:
    """Refuse an approval above the plan's limit."""
    limit = int(books.switches.value("plan_limit"))
    if not limit or draft["Type"] not in _SHARE or not _is_approval(old, draft):
        return
    if int(books.store.value(_counter(books, draft), 0)) >= limit // _SHARE[draft["Type"]]:
        ruling.refuse(REACHED)


def count_approval(books: Books, old: Mapping[str, Any] | None, draft: Mapping[str, Any]) -> None:
    """Remember an approval, where a limit counts them."""
    if books.switches.value("plan_limit") and _is_approval(old, draft):
        name = _counter(books, draft)
        books.store.set_value(name, int(books.store.value(name, 0)) + 1)


def _is_approval(old: Mapping[str, Any] | None, draft: Mapping[str, Any]) -> bool:
    before = old["Status"] if old else "DRAFT"
    return draft["Status"] in _APPROVED and before not in _APPROVED


def _counter(books: Books, draft: Mapping[str, Any]) -> str:
    return f"approved:{draft['Type']}:{books.today():%Y-%m}"
