"""How a document ends, and what is told of what stands on it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.domain.voiding import describe_applied, ending_of, has_ended
from core.domain.xero_document import Applied, DocumentKind
from tests.factories.documents import make_document


@pytest.mark.parametrize(
    ("document", "end"),
    [
        ({"status": "DRAFT"}, "DELETED"),
        ({"status": "SUBMITTED"}, "DELETED"),
        ({"status": "AUTHORISED"}, "VOIDED"),
        ({"status": "AUTHORISED", "has_payments": True}, None),
        ({"status": "PAID"}, None),
        ({"status": "VOIDED"}, None),
        ({"status": "DELETED"}, None),
        ({"status": "A_NEW_ONE"}, None),
        ({"status": "AUTHORISED", "kind": DocumentKind.PURCHASE_ORDER}, "DELETED"),
        ({"status": "BILLED", "kind": DocumentKind.PURCHASE_ORDER}, "DELETED"),
    ],
)
def test_only_what_is_open_and_free_of_money_can_end(document: dict[str, Any], end: str) -> None:
    assert ending_of(make_document(**document)) == end


def test_voided_and_deleted_are_ends() -> None:
    statuses = ("DRAFT", "AUTHORISED", "PAID", "VOIDED", "DELETED")
    ended = [status for status in statuses if has_ended(make_document(status=status))]
    assert ended == ["VOIDED", "DELETED"]


def test_what_stands_on_a_document_is_told_with_amounts_and_days() -> None:
    paid = Applied("payment", Decimal(100), date(2026, 11, 20))
    credited = Applied("credit note CN-1", Decimal("15.0000"), None)
    document = make_document(applied=(paid, credited))
    assert describe_applied(document) == (
        "payment of 100.00 NZD on 2026-11-20; credit note CN-1 of 15.00 NZD"
    )


@pytest.mark.parametrize(("due", "told"), [("40.00", "75.00 NZD"), ("115.00", "")])
def test_what_xero_does_not_name_is_told_by_what_is_left_to_pay(due: str, told: str) -> None:
    assert describe_applied(make_document(amount_due=Decimal(due))) == told
