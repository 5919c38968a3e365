"""A ledger of many drawn invoices, and what a filter finds of them when nobody is in a hurry."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bson.decimal128 import Decimal128

from core.domain.company import fold_name
from core.domain.search_amount import amounts
from core.domain.search_words import number_words
from core.domain.status import LABELS, Status
from core.store.documents import ClientDocument, FigureMarksDocument, InvoiceDocument
from core.store.views.search import DocumentFilter

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
CAUSES = ("ACCOUNT_UNMAPPED", "TAX_UNMAPPED", "AMOUNT_MISMATCH")
COMPANIES = (
    "Kauri Property Group", "Beacon Engineering", "Beacon Dental", "Café Zürich Ltd", "48 North",
    "Skip Hire Ltd", "Pending Approvals Inc", *(f"Client {n:03d}" for n in range(120)),
)  # fmt: skip


def draw(count: int, seed: int = 1, connection: str = "kauri") -> list[dict[str, Any]]:
    """Many share an instant, a total or a company; a few are removed."""
    dice = random.Random(seed)
    return [_invoice(dice, number, connection) for number in range(count)]


def _invoice(dice: random.Random, number: int, connection: str) -> dict[str, Any]:
    autotask_id = 48_000 + number * 3
    status = dice.choices(list(Status), (6, 2, 60, 20, 10, 2))[0]
    company_id = int(dice.triangular(0, len(COMPANIES), 0))
    total = dice.choice((Decimal("230.50"), Decimal(-100), Decimal(dice.randrange(1, 10**6)) / 100))
    issued = date(2025, 12, 1) + timedelta(days=dice.randrange(90))
    at = BEGAN + timedelta(minutes=dice.randrange(400))
    own = f"INV-{autotask_id:06d}" if dice.random() < 0.9 else None
    theirs = f"KMI-{number:05d}" if status is Status.COMPLETE else None
    return {
        "_id": f"{connection}/{autotask_id}", "connection": connection,
        "autotask_id": autotask_id, "number": own, "xero_number": theirs,
        "number_words": number_words(own, theirs), "company_id": company_id,
        "company": COMPANIES[company_id], "company_folded": fold_name(COMPANIES[company_id]),
        "issued_on": issued.isoformat(), "currency": dice.choice(("NZD", "NZD", "AUD")),
        "subtotal": Decimal128(total / 2), "total": Decimal128(total), "status": status.value,
        "fault": _fault(dice) if status is Status.FAULT else None,
        "skip": {"code": dice.choice(("ZERO", "RULE")), "message": "Skipped.", "by": "rule"},
        "removed_at": BEGAN if dice.random() < 0.02 and status is Status.FAULT else None,
        "completed_at": at if status is Status.COMPLETE else None,
        "tax_region": dice.choice(("GST", "Zero", None)), "template_id": dice.choice((1, 2)),
        "lines": [_line(dice) for _ in range(dice.randrange(4))],
        "updated_at": at, "ingested_at": BEGAN, "history": [], "version": 1,
    }  # fmt: skip


def _line(dice: random.Random) -> dict[str, Any]:
    return {
        "billing_code_id": dice.choice((11, 12, 13, None)), "billing_code": None,
        "tax_category_id": dice.choice((21, None)), "line_of_business_id": dice.choice((31, None)),
        "net": Decimal128(Decimal(dice.randrange(-100, 10**5)) / 100),
    }  # fmt: skip


def _fault(dice: random.Random) -> dict[str, Any]:
    code = dice.choice(CAUSES)
    return {
        "code": code, "side": "xero", "title": f"{code} title", "message": "m", "next_step": "n",
    }  # fmt: skip


def store(documents: Iterable[dict[str, Any]], *, with_names: bool = True) -> None:
    InvoiceDocument._get_collection().insert_many(documents)
    if not with_names:
        return
    ClientDocument._get_collection().insert_many(
        {
            "_id": f"kauri/invoices/{number}", "connection": "kauri", "shelf": "invoices",
            "party_id": number, "name": name, "folded": fold_name(name),
        }
        for number, name in enumerate(COMPANIES)
    )  # fmt: skip
    FigureMarksDocument._get_collection().insert_one({"_id": "kauri", "is_filled": True})


def matching(
    documents: Iterable[dict[str, Any]], wanted: DocumentFilter, order: str = "-updated"
) -> list[int]:
    """Autotask ids in the order of the list, by looking at every document."""
    found = [each for each in documents if _fits(each, wanted)]
    field = {
        "updated": "updated_at", "id": "autotask_id", "party": "company_folded",
        "date": "issued_on", "total": "total",
    }[order.removeprefix("-")]  # fmt: skip
    found.sort(key=lambda each: (_plain(each[field]), each["autotask_id"]))
    ids = [each["autotask_id"] for each in found]
    return ids[::-1] if order.startswith("-") else ids


def _plain(value: Any) -> Any:
    return value.to_decimal() if isinstance(value, Decimal128) else value


def _fits(document: dict[str, Any], wanted: DocumentFilter) -> bool:
    return (
        (document["removed_at"] is not None) == wanted.removed
        and _stands(document, wanted)
        and (not wanted.first_on or document["issued_on"] >= wanted.first_on)
        and (not wanted.last_on or document["issued_on"] <= wanted.last_on)
        and (not wanted.currency or document["currency"] == wanted.currency)
        and (not wanted.text or _says(document, wanted.text, is_deep=wanted.is_deep))
    )


def _stands(document: dict[str, Any], wanted: DocumentFilter) -> bool:
    if not wanted.cause:
        return not wanted.statuses or document["status"] in wanted.statuses
    parts: dict[tuple[Status, ...], str] = {
        (Status.SKIPPED,): "skip",
        (Status.PENDING_SYNC,): "hold",
    }
    part = parts.get(wanted.statuses, "fault")
    status = {"skip": "skipped", "hold": "pending_sync", "fault": "fault"}[part]
    code = (document.get(part) or {}).get("code")
    return bool(document["status"] == status and code == wanted.cause)


def _says(document: dict[str, Any], text: str, *, is_deep: bool) -> bool:
    folded, typed = fold_name(text), amounts(text)
    label = LABELS[Status(document["status"])].casefold()
    inside = [document["number"] or "", document["xero_number"] or ""] if is_deep else []
    return bool(
        (text.isdigit() and str(document["autotask_id"]).startswith(text))
        or any(word.startswith(folded) for word in document["number_words"])
        or folded in document["company_folded"]
        or (len(text) > 2 and label.startswith(text.casefold()))
        or (typed and typed[0] <= abs(_plain(document["total"])) <= typed[1])
        or any(text.casefold() in number.casefold() for number in inside)
    )
