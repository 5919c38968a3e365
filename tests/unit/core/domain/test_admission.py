from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.admission import (
    Admitted,
    Held,
    Skipped,
    Stopped,
    Verdict,
    admit,
    admit_by_hand,
    describe,
    reconciles,
)
from core.domain.company import Company
from core.domain.invoice import Invoice
from tests.factories.documents import (
    NOON,
    make_company,
    make_invoice,
    make_line,
    make_settings,
)


def _admit(
    invoice: Invoice, company: Company | None = None, waited: float = 0, **settings: Any
) -> Verdict:
    return admit(
        invoice,
        company,
        make_settings(**settings),
        seen_at=NOON,
        now=NOON + timedelta(minutes=waited),
    )


def _held(verdict: Verdict) -> Held:
    assert isinstance(verdict, Held)
    return verdict


def _fault_code(verdict: Verdict) -> str:
    assert isinstance(verdict, Stopped)
    return verdict.fault.code


def _skip_code(verdict: Verdict) -> str:
    assert isinstance(verdict, Skipped)
    return verdict.code


def test_a_complete_invoice_may_go() -> None:
    assert _admit(make_invoice(), make_company()) == Admitted()


def test_a_voided_invoice_is_skipped_although_it_lost_its_lines() -> None:
    voided = make_invoice(1, lines=(), is_voided=True, header_total=Decimal(100))
    assert _skip_code(_admit(voided)) == "VOIDED"


@pytest.mark.parametrize("mark", ["1", "true", "Yes", " y ", "X"])
def test_a_company_may_be_kept_out_of_xero_by_its_own_field(mark: str) -> None:
    company = make_company(udfs={"XeroNoSync": mark})
    assert _skip_code(_admit(make_invoice(), company)) == "NO_SYNC"


@pytest.mark.parametrize("mark", ["", "0", "no", "false"])
def test_a_field_that_says_no_keeps_nothing_out(mark: str) -> None:
    company = make_company(udfs={"XeroNoSync": mark, "Other": "1"})
    assert _admit(make_invoice(), company) == Admitted()


def test_an_unknown_company_is_no_reason_to_skip() -> None:
    assert _admit(make_invoice(), None) == Admitted()


@pytest.mark.parametrize(
    ("start_on", "goes"), [("2026-11-21", False), ("2026-11-20", True), (None, True)]
)
def test_what_was_billed_before_the_start_stays_out(start_on: str | None, goes: bool) -> None:
    verdict = _admit(make_invoice(issued_on=date(2026, 11, 20)), start_on=start_on)
    assert (verdict == Admitted()) is goes


def test_an_invoice_that_waits_for_its_tax_engine_is_held_for_as_long_as_it_takes() -> None:
    invoice = make_invoice(is_final=False)
    assert _held(_admit(invoice, waited=60 * 24 * 30)).code == "NOT_FINAL"


def test_a_missing_number_is_waited_for_and_then_is_a_fault() -> None:
    invoice = make_invoice(number=None)
    assert _held(_admit(invoice, waited=9.9)).code == "NO_NUMBER"
    assert _fault_code(_admit(invoice, waited=10)) == "NUMBER_MISSING"


def test_a_connection_that_numbers_by_id_needs_no_number() -> None:
    assert _admit(make_invoice(number=None), numbering="autotask_id") == Admitted()


def test_missing_lines_are_waited_for_and_then_are_a_fault() -> None:
    invoice = make_invoice(1, lines=(), header_total=Decimal(100))
    assert _held(_admit(invoice, waited=59.9)).code == "NO_LINES"
    assert _fault_code(_admit(invoice, waited=60)) == "NO_LINES"


def test_an_invoice_over_nothing_needs_no_lines_and_is_skipped() -> None:
    invoice = make_invoice(1, lines=(), header_total=Decimal(0))
    assert _skip_code(_admit(invoice)) == "ZERO_VALUE"
    assert _admit(invoice, skip_zero=False) == Admitted()


def test_lines_that_do_not_make_up_the_header_are_waited_for_and_then_are_a_fault() -> None:
    invoice = make_invoice(header_total=Decimal("115.03"))
    held = _held(_admit(invoice, waited=59.9))
    assert held.code == "SUMS_DIFFER"
    assert "115.00" in held.message
    assert "115.03" in held.message
    assert _fault_code(_admit(invoice, waited=60)) == "AMOUNT_MISMATCH"


@pytest.mark.parametrize("header", ["100.00", "100.02", "99.98", "115.00", "115.02", "114.98"])
def test_the_header_may_be_net_or_gross_within_the_tolerance(header: str) -> None:
    assert _admit(make_invoice(header_total=Decimal(header))) == Admitted()


@given(
    st.decimals(min_value=-1_000, max_value=1_000, places=2),
    st.decimals(min_value=-1_000, max_value=1_000, places=2),
    st.decimals(min_value=-2_000, max_value=2_000, places=2),
    st.decimals(min_value=0, max_value=5, places=2),
)
def test_sums_agree_exactly_when_net_or_gross_is_within_the_tolerance(
    net: Decimal, tax: Decimal, header: Decimal, tolerance: Decimal
) -> None:
    invoice = make_invoice(1, make_line(net, tax), header_total=header)
    nearest = min(abs(header - net), abs(header - net - tax))
    assert reconciles(invoice, tolerance) == (nearest <= tolerance)


@pytest.mark.parametrize(
    ("net", "tax", "goes"),
    [("0.50", "0.00", False), ("1.00", "0.15", True), ("-0.50", "0.00", True)],
)
def test_small_invoices_stay_out_and_small_credit_notes_do_not(
    net: str, tax: str, goes: bool
) -> None:
    verdict = _admit(make_invoice(1, make_line(net, tax)), minimum_total="1.00")
    assert (verdict == Admitted()) is goes
    if not goes:
        assert _skip_code(verdict) == "BELOW_MINIMUM"


def test_a_held_invoice_is_looked_at_soon_while_it_is_young_and_less_often_later() -> None:
    invoice = make_invoice(is_final=False)
    assert _held(_admit(invoice)).until == NOON + timedelta(seconds=10)
    later = NOON + timedelta(minutes=5)
    assert _held(_admit(invoice, waited=5)).until == later + timedelta(minutes=1)


def test_whose_invoice_it_is_comes_before_whether_it_is_ready() -> None:
    company = make_company(udfs={"XeroNoSync": "1"})
    assert _skip_code(_admit(make_invoice(number=None, is_final=False), company)) == "NO_SYNC"


def test_every_verdict_is_logged_under_its_own_code() -> None:
    assert describe(Admitted())[0] == "INGESTED"
    assert describe(Held("NO_LINES", "wait", NOON)) == ("NO_LINES", "wait")
    assert describe(Skipped("VOIDED", "gone")) == ("VOIDED", "gone")
    stopped = _admit(make_invoice(number=None), waited=10)
    code, sentence = describe(stopped)
    assert code == "NUMBER_MISSING"
    assert "number" in sentence


def _by_hand(
    invoice: Invoice, *, is_in_xero: bool = False, waited: float = 0, **settings: Any
) -> Verdict:
    return admit_by_hand(
        invoice,
        make_settings(**settings),
        is_in_xero=is_in_xero,
        seen_at=NOON,
        now=NOON + timedelta(minutes=waited),
    )


def test_what_a_person_wants_goes_although_a_rule_would_skip_it() -> None:
    small = make_invoice(1, make_line("0.50", "0"))
    assert _by_hand(small, minimum_total="1.00", start_on="2026-12-01") == Admitted()
    assert _by_hand(make_invoice(1, make_line("0", "0"))) == Admitted()


def test_no_person_can_send_what_does_not_add_up() -> None:
    invoice = make_invoice(header_total=Decimal("200.00"))
    assert _held(_by_hand(invoice)).code == "SUMS_DIFFER"
    assert _fault_code(_by_hand(invoice, waited=60)) == "AMOUNT_MISMATCH"
    assert _fault_code(_by_hand(invoice, waited=60, is_in_xero=True)) == "AMOUNT_MISMATCH"


def test_no_person_can_send_what_has_no_lines() -> None:
    empty = make_invoice(1, lines=(), header_total=Decimal(0))
    assert _fault_code(_by_hand(empty)) == "NO_LINES"
    assert _fault_code(_by_hand(empty, is_in_xero=True)) == "NO_LINES"


def test_no_person_can_send_what_is_not_ready() -> None:
    assert _held(_by_hand(make_invoice(is_final=False))).code == "NOT_FINAL"
    assert _held(_by_hand(make_invoice(number=None))).code == "NO_NUMBER"


def test_a_void_stays_out_of_xero_and_is_a_fault_where_xero_has_it_already() -> None:
    voided = make_invoice(1, lines=(), is_voided=True, header_total=Decimal(100))
    assert _skip_code(_by_hand(voided)) == "VOIDED"
    assert _fault_code(_by_hand(voided, is_in_xero=True)) == "VOIDED_BUT_IN_XERO"
