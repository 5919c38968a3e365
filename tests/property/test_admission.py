"""Whatever Autotask sends and whatever is chosen, the rules keep what they promise."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.admission import (
    Admitted,
    Circumstances,
    Held,
    LinesSeen,
    Skipped,
    Stopped,
    Verdict,
    admit,
    admit_by_hand,
    describe,
    reconciles,
)
from core.domain.admission.header_reading import Learned, clear_reading
from core.domain.admission.sums import fitting_readings
from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.invoice import Invoice
from core.domain.setting_choices import HeaderTotal, Numbering
from tests.factories.documents import NOON, make_company, make_invoice, make_line, make_settings
from tests.property.conftest import EXAMPLES

_CENTS = st.decimals(-500, 500, places=2)
_FRACTIONS = st.decimals(-5, 5, places=4)
_MONTH = timedelta(days=31)


@st.composite
def _invoices(draw: st.DrawFn) -> Invoice:
    """Whole or not yet, with a header that is net, gross, or neither."""
    lines = tuple(
        make_line(draw(_CENTS) + draw(_FRACTIONS), draw(_FRACTIONS), autotask_id=number)
        for number in range(draw(st.integers(0, 3)))
    )
    invoice = make_invoice(1, lines=lines)
    beside = draw(st.sampled_from(["0", "0", "0.01", "-0.02", "0.03", "1.00", "-40.00"]))
    header = draw(st.sampled_from([invoice.net, invoice.net + invoice.tax])) + Decimal(beside)
    return replace(
        invoice,
        header_total=header,
        number=draw(st.sampled_from(["KMI-1", "KMI-1", None])),
        status_id=draw(st.sampled_from([1, 1, None, -3, 9])),
        is_voided=draw(st.integers(0, 9)) == 0,
        exported_at=draw(st.sampled_from([None, None, NOON - _MONTH, NOON + _MONTH])),
    )


@st.composite
def _companies(draw: st.DrawFn) -> Company | None:
    if draw(st.integers(0, 4)) == 0:
        return None
    mark = draw(st.sampled_from([None, "", "1", "No", "perhaps"]))
    udfs = {} if mark is None else {"XeroNoSync": mark}
    return make_company(udfs=udfs, type_id=draw(st.sampled_from([None, 1, 7, 205])))


@st.composite
def _options(draw: st.DrawFn) -> ConnectionSettings:
    chosen: dict[str, Any] = {
        "numbering": draw(st.sampled_from(list(Numbering))),
        "header_total": draw(st.sampled_from(list(HeaderTotal))),
        "tolerance": draw(st.sampled_from(["0", "0.02", "3"])),
        "number_hold_minutes": draw(st.sampled_from([0, 10])),
        "lines_hold_minutes": draw(st.sampled_from([0, 60])),
        "no_sync_when_empty": draw(st.booleans()),
        "skip_company_types": draw(st.sampled_from([[], ["Vendor"], ["205"]])),
        "skip_exported": draw(st.booleans()),
        "skip_zero": draw(st.booleans()),
        "minimum_total": draw(st.sampled_from([None, "1.00"])),
        "start_on": draw(st.sampled_from([None, "2026-11-20", "2026-11-21"])),
    }
    return make_settings(**chosen)


_WAITED = st.sampled_from([0, 9, 10, 59, 60, 100_000]).map(lambda each: timedelta(minutes=each))
_AROUND = st.builds(
    Circumstances,
    invoice_statuses=st.sampled_from([{}, {9: "Failed"}]),
    lines_seen=st.sampled_from(list(LinesSeen)),
)


def _by_rules(
    invoice: Invoice,
    company: Company | None,
    options: ConnectionSettings,
    now: datetime,
    around: Circumstances | None = None,
) -> Verdict:
    known = around or Circumstances()
    return admit(invoice, company, options, seen_at=NOON, now=now, around=known)


def _by_hand(
    invoice: Invoice, options: ConnectionSettings, now: datetime, *, is_in_xero: bool = False
) -> Verdict:
    return admit_by_hand(invoice, options, is_in_xero=is_in_xero, seen_at=NOON, now=now)


@settings(max_examples=EXAMPLES)
@given(_invoices(), _companies(), _options(), _WAITED, st.booleans())
def test_nothing_goes_that_does_not_add_up_or_is_not_whole(
    invoice: Invoice,
    company: Company | None,
    options: ConnectionSettings,
    waited: timedelta,
    is_in_xero: bool,
) -> None:
    now = NOON + waited
    verdicts = [
        _by_rules(invoice, company, options, now),
        _by_hand(invoice, options, now, is_in_xero=is_in_xero),
    ]
    if Admitted() in verdicts:
        assert reconciles(invoice, options.tolerance, options.header_total)
        assert invoice.lines
        assert invoice.is_final
        assert not invoice.is_voided
        assert invoice.number or options.numbering is not Numbering.AUTOTASK_NUMBER


@settings(max_examples=EXAMPLES)
@given(_invoices(), _companies(), _options(), _WAITED)
def test_a_person_is_above_every_rule_and_below_every_guard(
    invoice: Invoice, company: Company | None, options: ConnectionSettings, waited: timedelta
) -> None:
    now = NOON + waited
    by_rules, by_hand = _by_rules(invoice, company, options, now), _by_hand(invoice, options, now)
    if isinstance(by_hand, Skipped):
        assert by_hand.code == "VOIDED"
    if not isinstance(by_rules, Skipped):
        assert by_hand == by_rules


@given(_invoices(), _companies(), _options(), _WAITED)
def test_a_void_comes_before_everything_else(
    invoice: Invoice, company: Company | None, options: ConnectionSettings, waited: timedelta
) -> None:
    voided = replace(invoice, is_voided=True)
    assert describe(_by_rules(voided, company, options, NOON + waited))[0] == "VOIDED"


@settings(max_examples=EXAMPLES)
@given(_invoices(), _companies(), _options(), _WAITED)
def test_every_hold_names_a_later_look_and_ends_but_the_one_of_autotask_itself(
    invoice: Invoice, company: Company | None, options: ConnectionSettings, waited: timedelta
) -> None:
    now = NOON + waited
    verdict = _by_rules(invoice, company, options, now)
    if isinstance(verdict, Held):
        assert verdict.until == now + timedelta(seconds=options.poll_seconds)
        assert "since 22 Nov 12:00 UTC" in verdict.message
    last = _by_rules(invoice, company, options, NOON + timedelta(minutes=60))
    if isinstance(last, Held):
        assert last.code == "NOT_FINAL"
        assert not invoice.is_final


@settings(max_examples=EXAMPLES)
@given(_invoices(), _companies(), _options(), _WAITED, _AROUND)
def test_what_is_known_around_an_invoice_changes_sentences_and_never_the_verdict(
    invoice: Invoice,
    company: Company | None,
    options: ConnectionSettings,
    waited: timedelta,
    around: Circumstances,
) -> None:
    now = NOON + waited
    alone = _by_rules(invoice, company, options, now)
    surrounded = _by_rules(invoice, company, options, now, around)
    assert type(surrounded) is type(alone)
    assert describe(surrounded)[0] == describe(alone)[0]
    if isinstance(surrounded, Stopped):
        assert "(unknown)" not in surrounded.fault.message + surrounded.fault.next_step


@settings(max_examples=EXAMPLES // 2)
@given(st.lists(_invoices(), max_size=20), st.sampled_from(["0", "0.02", "3"]).map(Decimal))
def test_the_reading_is_never_learned_from_an_invoice_that_can_be_read_both_ways(
    invoices: list[Invoice], tolerance: Decimal
) -> None:
    learned = Learned()
    clear: list[HeaderTotal] = []
    for invoice in invoices:
        reading = clear_reading(invoice, tolerance)
        fitting = fitting_readings(invoice, tolerance)
        if len(fitting) != 1 or invoice.tax == 0:
            assert reading is None
        if reading is not None:
            assert fitting == {reading}
            clear.append(reading)
            learned = learned.and_now(reading)
    if learned.decided:
        assert clear.count(learned.decided) >= 5
    else:
        assert len(clear) < 5 or len(set(clear)) == 2
