from datetime import date
from typing import Any

import pytest

from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.decision import Subject
from core.domain.mapping import PeriodLockedError
from core.domain.mapping.dates import day_by_terms
from tests.factories.documents import make_invoice
from tests.unit.core.domain.mapping.worlds import make_lists, make_organisation, mapped, only

TWENTIETH = PaymentTerms(20, "OFFOLLOWINGMONTH")


@pytest.mark.parametrize(
    ("more", "due_on"),
    [
        ({}, date(2026, 12, 20)),
        ({"due_on": None, "payment_term_id": 3}, date(2026, 12, 10)),
        ({"due_on": None, "payment_term_id": 99}, date(2026, 11, 20)),
        ({"due_on": None}, date(2026, 11, 20)),
    ],
)
def test_the_due_day_is_autotasks_else_the_terms_else_the_day_of_issue(
    more: dict[str, Any], due_on: date
) -> None:
    assert mapped(make_invoice(**more), context={"payment_days": {3: 20}}).draft.due_on == due_on


def test_by_the_payment_term_autotasks_own_day_is_only_the_second_choice() -> None:
    rule = {"due_date_rule": "payment_term", "context": {"payment_days": {3: 1}}}
    assert mapped(make_invoice(payment_term_id=3), **rule).draft.due_on == date(2026, 11, 21)
    result = mapped(make_invoice(payment_term_id=4), **rule)
    assert result.draft.due_on == date(2026, 12, 20)
    assert only(result, Subject.DUE_DATE).reason == "The due date in Autotask."


def test_so_many_days_after_its_date() -> None:
    result = mapped(make_invoice(), due_date_rule="days", due_days=7)
    assert result.draft.due_on == date(2026, 11, 27)
    assert only(result, Subject.DUE_DATE).reason == "7 days after its date."


@pytest.mark.parametrize(
    ("terms", "issued_on", "due_on"),
    [
        (PaymentTerms(14, "DAYSAFTERBILLDATE"), date(2026, 11, 20), date(2026, 12, 4)),
        (PaymentTerms(10, "DAYSAFTERBILLMONTH"), date(2026, 11, 20), date(2026, 12, 10)),
        (PaymentTerms(0, "DAYSAFTERBILLMONTH"), date(2028, 2, 3), date(2028, 2, 29)),
        (PaymentTerms(25, "OFCURRENTMONTH"), date(2026, 11, 20), date(2026, 11, 25)),
        (PaymentTerms(5, "OFCURRENTMONTH"), date(2026, 11, 20), date(2026, 11, 20)),
        (PaymentTerms(31, "OFCURRENTMONTH"), date(2026, 11, 20), date(2026, 11, 30)),
        (TWENTIETH, date(2026, 12, 31), date(2027, 1, 20)),
        (PaymentTerms(31, "OFFOLLOWINGMONTH"), date(2027, 1, 31), date(2027, 2, 28)),
        (PaymentTerms(3, "ONTHEMOON"), date(2026, 11, 20), None),
    ],
)
def test_xeros_terms_are_counted_as_xero_counts_them(
    terms: PaymentTerms, issued_on: date, due_on: date | None
) -> None:
    assert day_by_terms(issued_on, terms) == due_on


def test_the_contacts_terms_come_before_the_organisations_and_both_before_autotasks_day() -> None:
    def due(contact: PaymentTerms | None, organisation: PaymentTerms | None) -> date | None:
        lists = make_lists(organisation=make_organisation(terms=organisation))
        context = {"contact_terms": contact, "lists": lists}
        return mapped(make_invoice(), due_date_rule="xero_contact", context=context).draft.due_on

    assert due(PaymentTerms(3, "DAYSAFTERBILLDATE"), TWENTIETH) == date(2026, 11, 23)
    assert due(None, PaymentTerms(15, "OFFOLLOWINGMONTH")) == date(2026, 12, 15)
    assert due(None, None) == date(2026, 12, 20)
    assert due(PaymentTerms(3, "ONTHEMOON"), TWENTIETH) == date(2026, 12, 20)


def test_the_reason_names_whose_terms_they_are() -> None:
    context = {"contact_terms": TWENTIETH}
    result = mapped(make_invoice(), due_date_rule="xero_contact", context=context)
    assert only(result, Subject.DUE_DATE).reason == (
        "By the contact's payment terms in Xero: day 20 of the following month."
    )


def _locked(day: date = date(2026, 11, 20)) -> dict[str, Any]:
    return {"lists": make_lists(organisation=make_organisation(period=day))}


@pytest.mark.parametrize(("rule", "waits"), [("hold", True), ("fault", False)])
def test_a_locked_period_holds_or_stops_the_invoice(rule: str, waits: bool) -> None:
    with pytest.raises(PeriodLockedError) as caught:
        mapped(make_invoice(), lock_date_rule=rule, context=_locked())
    assert caught.value.waits is waits
    assert caught.value.code == "PERIOD_LOCKED"
    assert caught.value.values == {"issued_on": "2026-11-20", "lock_date": "2026-11-20"}


def test_a_moved_document_is_dated_on_the_next_open_day_and_due_no_earlier() -> None:
    invoice = make_invoice(due_on=date(2026, 11, 25))
    moved = mapped(invoice, lock_date_rule="move", context=_locked(date(2026, 11, 30)))
    assert (moved.draft.issued_on, moved.draft.due_on) == (date(2026, 12, 1), date(2026, 12, 1))
    assert only(moved, Subject.DATE).reason == (
        "2026-11-20 is locked in Xero (up to 2026-11-30); 2026-12-01 is the next open day."
    )
    later = mapped(make_invoice(), lock_date_rule="move", context=_locked(date(2026, 11, 30)))
    assert later.draft.due_on == date(2026, 12, 20)


def test_an_open_day_stays_whatever_the_rule() -> None:
    for rule in ("hold", "move", "fault"):
        context = _locked(date(2026, 11, 19))
        draft = mapped(make_invoice(), lock_date_rule=rule, context=context).draft
        assert draft.issued_on == date(2026, 11, 20)


def test_a_document_that_xero_has_keeps_its_date_whatever_was_locked_since() -> None:
    context = _locked() | {"is_in_xero": True}
    draft = mapped(make_invoice(), lock_date_rule="hold", context=context).draft
    assert draft.issued_on == date(2026, 11, 20)
