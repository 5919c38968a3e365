from datetime import date, timedelta

import pytest

from core.domain.admission import Admitted, Circumstances
from tests.factories.documents import NOON, make_company, make_invoice, make_line
from tests.unit.core.domain.admission.asked import ask, skipped


@pytest.mark.parametrize("mark", ["1", "true", "Yes", " y ", "X"])
def test_a_company_may_be_kept_out_of_xero_by_its_own_field(mark: str) -> None:
    skip = skipped(ask(make_invoice(), make_company(udfs={"XeroNoSync": mark})))
    assert skip.code == "NO_SYNC"
    assert "Aroha Dental is marked XeroNoSync" in skip.message
    assert "Resync" in skip.message


@pytest.mark.parametrize("mark", ["", "0", "no", "false"])
def test_a_field_that_says_no_keeps_nothing_out(mark: str) -> None:
    company = make_company(udfs={"XeroNoSync": mark, "Other": "1"})
    assert ask(make_invoice(), company) == Admitted()


def test_the_fields_name_is_an_option_and_its_case_does_not_matter() -> None:
    company = make_company(udfs={"KEIN XERO": "ja", "Stays Out": "Yes"})
    assert skipped(ask(make_invoice(), company, no_sync_udf="stays out")).code == "NO_SYNC"
    assert ask(make_invoice(), company, no_sync_udf="") == Admitted()


@pytest.mark.parametrize(
    ("udfs", "goes"),
    [
        ({}, False),
        ({"XeroNoSync": " "}, False),
        ({"XeroNoSync": "perhaps"}, False),
        ({"XeroNoSync": "Yes"}, False),
        ({"XeroNoSync": "No"}, True),
        ({"XeroNoSync": "0"}, True),
    ],
)
def test_as_an_opt_in_only_a_company_set_to_no_goes(udfs: dict[str, str], goes: bool) -> None:
    verdict = ask(make_invoice(), make_company(udfs=udfs), no_sync_when_empty=True)
    assert (verdict == Admitted()) is goes
    if not goes:
        assert skipped(verdict).code == "NO_SYNC"


def test_an_unknown_company_is_no_reason_to_skip() -> None:
    assert ask(make_invoice(), None, no_sync_when_empty=True) == Admitted()


@pytest.mark.parametrize("named", ["Lieferant", " lieferant ", "7"])
def test_a_type_of_company_goes_by_autotasks_label_or_number(named: str) -> None:
    around = Circumstances(company_types={7: "Lieferant"})
    company = make_company(type_id=7)
    skip = skipped(ask(make_invoice(), company, around=around, skip_company_types=[named]))
    assert (skip.code, "of the type Lieferant" in skip.message) == ("COMPANY_TYPE", True)
    assert ask(make_invoice(), company, around=around, skip_company_types=["Dead"]) == Admitted()


def test_without_the_list_the_types_of_every_tenant_go_by_their_usual_names() -> None:
    company = make_company(type_id=7)
    verdict = ask(make_invoice(), company, skip_company_types=["Vendor"])
    assert skipped(verdict).code == "COMPANY_TYPE"


def test_a_type_of_the_tenants_own_without_a_label_still_goes_by_its_number() -> None:
    company = make_company(type_id=205)
    assert skipped(ask(make_invoice(), company, skip_company_types=["205"])).code == "COMPANY_TYPE"
    assert ask(make_invoice(), make_company(), skip_company_types=["205"]) == Admitted()


@pytest.mark.parametrize(
    ("start_on", "goes"), [("2026-11-21", False), ("2026-11-20", True), (None, True)]
)
def test_what_was_billed_before_the_start_stays_out(start_on: str | None, goes: bool) -> None:
    verdict = ask(make_invoice(issued_on=date(2026, 11, 20)), start_on=start_on)
    assert (verdict == Admitted()) is goes
    if not goes:
        assert skipped(verdict).code == "BEFORE_START"


@pytest.mark.parametrize("waited", [0, 30])
@pytest.mark.parametrize("marked", [timedelta(hours=-1), timedelta(minutes=2)])
def test_what_another_tool_exported_stays_out_if_that_is_wanted_whenever_it_did(
    marked: timedelta, waited: int
) -> None:
    invoice = make_invoice(exported_at=NOON + marked)
    skip = skipped(ask(invoice, waited=waited, skip_exported=True))
    assert skip.code == "EXPORTED_ELSEWHERE"
    assert f"{NOON + marked:%Y-%m-%d %H:%M} UTC" in skip.message
    assert ask(invoice, waited=waited) == Admitted()


def test_the_mark_of_what_xero_had_from_us_may_be_our_own_and_does_not_count() -> None:
    invoice = make_invoice(exported_at=NOON + timedelta(minutes=2))
    around = Circumstances(was_in_xero=True)
    assert ask(invoice, around=around, waited=30, skip_exported=True) == Admitted()


@pytest.mark.parametrize(
    ("net", "tax", "goes"),
    [("0.50", "0.00", False), ("1.00", "0.15", True), ("-0.50", "0.00", True)],
)
def test_small_invoices_stay_out_and_small_credit_notes_do_not(
    net: str, tax: str, goes: bool
) -> None:
    verdict = ask(make_invoice(1, make_line(net, tax)), minimum_total="1.00")
    assert (verdict == Admitted()) is goes
    if not goes:
        assert skipped(verdict).code == "BELOW_MINIMUM"


def test_zero_is_skipped_unless_it_is_wanted() -> None:
    nothing = make_invoice(1, make_line("10", "0"), make_line("-10", "0"))
    assert skipped(ask(nothing)).code == "ZERO_VALUE"
    assert ask(nothing, skip_zero=False) == Admitted()


def test_every_rule_has_a_reason_of_its_own_and_says_that_a_resync_asks_again() -> None:
    company = make_company(udfs={"XeroNoSync": "1"}, type_id=7)
    early = make_invoice(exported_at=NOON - timedelta(days=9))
    small = make_invoice(1, make_line("0.50", "0"))
    skips = [
        skipped(ask(early, company)),
        skipped(ask(early, make_company(type_id=7), skip_company_types=["7"])),
        skipped(ask(early, skip_exported=True)),
        skipped(ask(early, start_on="2027-01-01")),
        skipped(ask(make_invoice(1, make_line("0", "0")))),
        skipped(ask(small, minimum_total="1.00")),
    ]
    assert len({skip.code for skip in skips}) == len({skip.message for skip in skips}) == 6
    assert all(skip.message.endswith("A Resync asks the rules again.") for skip in skips)
