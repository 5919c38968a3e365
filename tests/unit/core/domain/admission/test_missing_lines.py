from decimal import Decimal

import pytest

from core.domain.admission import Circumstances, LinesSeen
from core.domain.invoice import Invoice
from tests.factories.documents import make_invoice
from tests.unit.core.domain.admission.asked import ask, ask_by_hand, fault, held, skipped


def _empty(total: str) -> Invoice:
    return make_invoice(1, lines=(), header_total=Decimal(total))


def test_missing_lines_are_waited_for_and_then_are_a_fault() -> None:
    hold = held(ask(_empty("100.00"), waited=59.9))
    assert (hold.code, "13:00 UTC it becomes a Fault" in hold.message) == ("NO_LINES", True)
    assert fault(ask(_empty("100.00"), waited=60)).code == "NO_LINES"


def test_a_header_over_nothing_is_waited_for_too_because_its_lines_may_be_on_their_way() -> None:
    hold = held(ask(_empty("0.00"), waited=59.9))
    assert (hold.code, "it is skipped" in hold.message) == ("NO_LINES", True)


@pytest.mark.parametrize("skip_zero", [True, False])
def test_an_invoice_over_nothing_that_stays_without_lines_is_skipped(skip_zero: bool) -> None:
    skip = skipped(ask(_empty("0.00"), waited=60, skip_zero=skip_zero))
    assert (skip.code, "no lines" in skip.message) == ("ZERO_VALUE", True)


@pytest.mark.parametrize(
    ("lines_seen", "likely", "remedy"),
    [
        (LinesSeen.OF_OTHERS_ONLY, "line of business", "security level"),
        (LinesSeen.OF_THIS_COMPANY, "invoice run in Autotask was damaged", "void it and invoice"),
        (LinesSeen.OF_NOBODY, "not see billing items at all", "contracts, finance"),
        (LinesSeen.UNKNOWN, "line of business, or the invoice run", "Look at the invoice"),
    ],
)
def test_the_fault_says_why_the_lines_are_most_likely_missing_and_what_to_do(
    lines_seen: LinesSeen, likely: str, remedy: str
) -> None:
    around = Circumstances(lines_seen=lines_seen)
    for verdict in (
        ask(_empty("115.00"), waited=60, around=around),
        ask_by_hand(_empty("115.00"), waited=60, around=around),
    ):
        told = fault(verdict)
        assert "115.00" in told.message
        assert likely in told.message
        assert remedy in told.next_step
        assert "(unknown)" not in told.message + told.next_step
