"""The date of a document and the day it is due (product.md X5, X12)."""

import calendar
from datetime import date, timedelta

from core.domain.contacts.xero_contact import PaymentTerms
from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.lock_dates import Moved, Open, Refused, Waits, judge_day
from core.domain.mapping.context import MappingContext
from core.domain.setting_choices import DueDateRule

PERIOD_LOCKED = "PERIOD_LOCKED"


class PeriodLockedError(MappingError):
    """The period is locked in Xero; `waits` when the connection says to wait for it."""

    def __init__(self, issued_on: date, lock_on: date, *, waits: bool) -> None:
        super().__init__(
            f"the period up to {lock_on} is locked",
            code=PERIOD_LOCKED,
            issued_on=issued_on.isoformat(),
            lock_date=lock_on.isoformat(),
        )
        self.waits = waits


def document_dates(
    invoice: Invoice, context: MappingContext
) -> tuple[date, date, tuple[Decision, ...]]:
    """The day of the document, the day it is due, and why."""
    issued_on, decided = _document_day(invoice, context)
    due_on, reason = _due(invoice, context)
    if issued_on != invoice.issued_on and due_on < issued_on:
        due_on, reason = issued_on, f"{reason} That is before the moved date, which counts."
    return issued_on, due_on, (decided, Decision(Subject.DUE_DATE, due_on.isoformat(), reason))


def _document_day(invoice: Invoice, context: MappingContext) -> tuple[date, Decision]:
    day = invoice.issued_on
    as_it_is = Decision(Subject.DATE, day.isoformat(), "The invoice's date in Autotask.")
    if context.is_in_xero:
        return day, as_it_is
    organisation = context.lists.organisation
    match judge_day(day, organisation, context.settings.lock_date_rule):
        case Open():
            return day, as_it_is
        case Moved(to, lock_on):
            reason = f"{day} is locked in Xero (up to {lock_on}); {to} is the next open day."
            return to, Decision(Subject.DATE, to.isoformat(), reason)
        case Waits(lock_on):
            raise PeriodLockedError(day, lock_on, waits=True)
        case Refused(lock_on):
            raise PeriodLockedError(day, lock_on, waits=False)


def _due(invoice: Invoice, context: MappingContext) -> tuple[date, str]:
    match context.settings.due_date_rule:
        case DueDateRule.DAYS:
            days = context.settings.due_days
            return invoice.issued_on + timedelta(days=days), f"{_days(days)} after its date."
        case DueDateRule.PAYMENT_TERM:
            return _from_term(invoice, context) or _from_autotask(invoice, context)
        case DueDateRule.XERO_CONTACT:
            return _from_xero(invoice, context) or _from_autotask(invoice, context)
    return _from_autotask(invoice, context)


def _from_autotask(invoice: Invoice, context: MappingContext) -> tuple[date, str]:
    if invoice.due_on:
        return invoice.due_on, "The due date in Autotask."
    from_term = _from_term(invoice, context)
    return from_term or (invoice.issued_on, "Autotask names neither a due date nor a term.")


def _from_term(invoice: Invoice, context: MappingContext) -> tuple[date, str] | None:
    days = context.payment_days.get(invoice.payment_term_id or 0)
    if days is None:
        return None
    due_on = invoice.issued_on + timedelta(days=days)
    return due_on, f"Autotask's payment term: {_days(days)} after its date."


def _from_xero(invoice: Invoice, context: MappingContext) -> tuple[date, str] | None:
    organisation = context.lists.organisation
    for whose, terms in (
        ("the contact's", context.contact_terms),
        ("the organisation's", organisation.sales_terms if organisation else None),
    ):
        if terms and (due_on := day_by_terms(invoice.issued_on, terms)):
            return due_on, f"By {whose} payment terms in Xero: {_described(terms)}."
    return None


def day_by_terms(issued_on: date, terms: PaymentTerms) -> date | None:
    """When a document of that day is due; None for terms of a kind that we do not know.

    A day beyond the end of its month is the month's last, and nothing is due before its date.
    """
    match terms.kind:
        case "DAYSAFTERBILLDATE":
            return issued_on + timedelta(days=terms.day)
        case "DAYSAFTERBILLMONTH":
            return _day_of_month(issued_on, 31) + timedelta(days=terms.day)
        case "OFCURRENTMONTH":
            return max(issued_on, _day_of_month(issued_on, terms.day))
        case "OFFOLLOWINGMONTH":
            following = _day_of_month(issued_on, 31) + timedelta(days=1)
            return _day_of_month(following, terms.day)
    return None


def _day_of_month(month: date, day: int) -> date:
    last = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=min(max(day, 1), last))


def _described(terms: PaymentTerms) -> str:
    words = {
        "DAYSAFTERBILLDATE": f"{_days(terms.day)} after its date",
        "DAYSAFTERBILLMONTH": f"{_days(terms.day)} after the end of its month",
        "OFCURRENTMONTH": f"day {terms.day} of its month",
        "OFFOLLOWINGMONTH": f"day {terms.day} of the following month",
    }
    return words[terms.kind]


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
