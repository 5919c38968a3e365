import pytest

from core.domain.admission import Admitted, Circumstances
from tests.factories.documents import make_invoice
from tests.unit.core.domain.admission.asked import ask, fault, held

A_MONTH = 60 * 24 * 30


@pytest.mark.parametrize("status_id", [1, None])
def test_success_and_no_status_are_final(status_id: int | None) -> None:
    assert ask(make_invoice(status_id=status_id)) == Admitted()


def test_an_invoice_that_waits_for_its_tax_engine_is_held_for_as_long_as_it_takes() -> None:
    hold = held(ask(make_invoice(status_id=-3), waited=A_MONTH))
    assert hold.code == "NOT_FINAL"
    assert "tax engine" in hold.message
    assert "as long as it takes" in hold.message


def test_any_other_status_is_held_by_the_name_that_autotask_gives_it() -> None:
    around = Circumstances(invoice_statuses={2: "Failed"})
    hold = held(ask(make_invoice(status_id=2), waited=A_MONTH, around=around))
    assert (hold.code, "“Failed”" in hold.message) == ("NOT_FINAL", True)


def test_a_status_without_a_name_is_told_by_its_number() -> None:
    assert "status 9" in held(ask(make_invoice(status_id=9))).message


def test_a_missing_number_is_waited_for_and_then_is_a_fault() -> None:
    invoice = make_invoice(number=None)
    assert held(ask(invoice, waited=9.9)).code == "NO_NUMBER"
    assert fault(ask(invoice, waited=10)).code == "NUMBER_MISSING"


def test_how_long_a_number_is_waited_for_is_an_option() -> None:
    invoice = make_invoice(number=None)
    assert held(ask(invoice, waited=29, number_hold_minutes=30)).code == "NO_NUMBER"
    assert fault(ask(invoice, number_hold_minutes=0)).code == "NUMBER_MISSING"


@pytest.mark.parametrize("numbering", ["autotask_id", "xero"])
def test_a_connection_that_does_not_send_autotasks_number_needs_none(numbering: str) -> None:
    assert ask(make_invoice(number=None), numbering=numbering) == Admitted()
