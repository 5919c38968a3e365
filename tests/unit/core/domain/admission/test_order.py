from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.admission import Admitted, Circumstances
from core.domain.setting_choices import VoidRule
from tests.factories.documents import NOON, make_company, make_invoice, make_line
from tests.unit.core.domain.admission.asked import ask, ask_by_hand, fault, held, skipped

VOIDED = make_invoice(1, lines=(), is_voided=True, header_total=Decimal(100))


def test_a_complete_invoice_may_go() -> None:
    assert ask(make_invoice(), make_company()) == Admitted()


def test_a_voided_invoice_is_skipped_although_it_lost_its_lines() -> None:
    assert skipped(ask(VOIDED)).code == "VOIDED"


def test_a_void_comes_before_every_rule() -> None:
    company = make_company(udfs={"XeroNoSync": "1"})
    assert skipped(ask(VOIDED, company, start_on="2027-01-01")).code == "VOIDED"


def test_whose_invoice_it_is_comes_before_whether_it_is_ready() -> None:
    company = make_company(udfs={"XeroNoSync": "1"})
    assert skipped(ask(make_invoice(number=None, status_id=-3), company)).code == "NO_SYNC"


def test_readiness_comes_before_value() -> None:
    invoice = make_invoice(1, make_line("0", "0"), number=None)
    assert held(ask(invoice)).code == "NO_NUMBER"
    assert skipped(ask(make_invoice(1, make_line("0", "0")))).code == "ZERO_VALUE"


def test_the_next_look_is_the_owners_where_connections_share_an_autotask() -> None:
    invoice = make_invoice(number=None)
    assert held(ask(invoice, poll_seconds=30)).until == NOON + timedelta(seconds=30)
    shared = Circumstances(poll_seconds=90)
    for verdict in (
        ask(invoice, around=shared, poll_seconds=30),
        ask_by_hand(invoice, around=shared, poll_seconds=30),
    ):
        assert held(verdict).until == NOON + timedelta(seconds=90)


def test_what_a_person_wants_goes_although_a_rule_would_skip_it() -> None:
    small = make_invoice(1, make_line("0.50", "0"))
    assert ask_by_hand(small, minimum_total="1.00", start_on="2026-12-01") == Admitted()
    assert ask_by_hand(make_invoice(1, make_line("0", "0"))) == Admitted()


@pytest.mark.parametrize("is_in_xero", [False, True])
def test_no_person_can_send_what_does_not_add_up(is_in_xero: bool) -> None:
    invoice = make_invoice(header_total=Decimal("200.00"))
    assert held(ask_by_hand(invoice, is_in_xero=is_in_xero)).code == "SUMS_DIFFER"
    verdict = ask_by_hand(invoice, waited=60, is_in_xero=is_in_xero)
    assert fault(verdict).code == "AMOUNT_MISMATCH"


@pytest.mark.parametrize("is_in_xero", [False, True])
def test_no_person_can_send_what_has_no_lines(is_in_xero: bool) -> None:
    empty = make_invoice(1, lines=(), header_total=Decimal(0))
    assert held(ask_by_hand(empty, is_in_xero=is_in_xero)).code == "NO_LINES"
    assert fault(ask_by_hand(empty, is_in_xero=is_in_xero, waited=60)).code == "NO_LINES"


@pytest.mark.parametrize(
    ("missing", "code"), [({"status_id": -3}, "NOT_FINAL"), ({"number": None}, "NO_NUMBER")]
)
def test_no_person_can_send_what_is_not_ready(missing: dict[str, Any], code: str) -> None:
    assert held(ask_by_hand(make_invoice(**missing))).code == code


def test_a_void_stays_out_of_xero_and_goes_there_by_the_option_where_xero_has_it_already() -> None:
    assert skipped(ask_by_hand(VOIDED)).code == "VOIDED"
    assert ask_by_hand(VOIDED, is_in_xero=True) == Admitted(void=VoidRule.VOID)
    kept = ask_by_hand(VOIDED, is_in_xero=True, void_rule="keep")
    assert kept == Admitted(void=VoidRule.KEEP)
