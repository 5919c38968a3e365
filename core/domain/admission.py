"""May this invoice go to Xero now? Holds, skip rules and guards (product.md I3 to I5).

Autotask shows an invoice before its number and its lines are there, and a voided one keeps its
header but loses its lines, so the order of the questions matters.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.faults import Fault, make_fault
from core.domain.invoice import Invoice
from core.domain.setting_choices import Numbering


@dataclass(frozen=True, slots=True)
class Admitted:
    """Nothing speaks against posting."""


@dataclass(frozen=True, slots=True)
class Held:
    """Not yet: look again at `until`."""

    code: str
    message: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not at all, by a rule."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A guard says no."""

    fault: Fault


Verdict = Admitted | Held | Skipped | Stopped

# How soon a held invoice is looked at again, by how long it has waited already.
_NEXT_LOOK = timedelta(seconds=10)
_SLOW_LOOK = timedelta(minutes=1)


def describe(verdict: Verdict) -> tuple[str, str]:
    """The code and the sentence under which a verdict is logged."""
    if isinstance(verdict, Admitted):
        return "INGESTED", "It waits for the next batch."
    if isinstance(verdict, Stopped):
        return verdict.fault.code, verdict.fault.message
    return verdict.code, verdict.message


def admit(
    invoice: Invoice,
    company: Company | None,
    settings: ConnectionSettings,
    *,
    seen_at: datetime,
    now: datetime,
) -> Verdict:
    """Judge an invoice. `seen_at` is when it was first stored; holds are counted from then.

    Asked in this order: void, rules about whose invoice it is, readiness, sums, value.
    """
    return (
        _skip_voided(invoice)
        or _skip_by_origin(invoice, company, settings)
        or _hold_until_ready(invoice, settings, seen_at, now)
        or _compare_sums(invoice, settings, seen_at, now)
        or _skip_by_value(invoice, settings)
        or Admitted()
    )


def admit_by_hand(
    invoice: Invoice,
    settings: ConnectionSettings,
    *,
    is_in_xero: bool,
    seen_at: datetime,
    now: datetime,
) -> Verdict:
    """Judge an invoice to which no skip rule applies: a person wants it, or Xero has it already.

    What protects the money still applies. A void of what Xero has is for a person to settle, so it
    is a fault there and must not vanish among the skipped.
    """
    if invoice.is_voided and is_in_xero:
        return Stopped(make_fault("VOIDED_BUT_IN_XERO"))
    return (
        _skip_voided(invoice)
        or _hold_until_ready(invoice, settings, seen_at, now)
        or _compare_sums(invoice, settings, seen_at, now)
        or _stop_without_lines(invoice)
        or Admitted()
    )


def _stop_without_lines(invoice: Invoice) -> Verdict | None:
    if invoice.lines:
        return None
    return Stopped(make_fault("NO_LINES", header_total=invoice.header_total))


def _skip_voided(invoice: Invoice) -> Verdict | None:
    return Skipped("VOIDED", "Voided in Autotask.") if invoice.is_voided else None


def _skip_by_origin(
    invoice: Invoice, company: Company | None, settings: ConnectionSettings
) -> Verdict | None:
    if company and _is_set(company.udfs.get(settings.no_sync_udf, "")):
        return Skipped("NO_SYNC", f"{company.name} is marked {settings.no_sync_udf} in Autotask.")
    if settings.start_on and invoice.issued_on < settings.start_on:
        return Skipped(
            "BEFORE_START",
            f"Dated {invoice.issued_on}, before the start of this connection "
            f"({settings.start_on}).",
        )
    return None


def _is_set(value: str) -> bool:
    return value.strip().casefold() in {"1", "true", "yes", "y", "x"}


def _hold_until_ready(
    invoice: Invoice, settings: ConnectionSettings, seen_at: datetime, now: datetime
) -> Verdict | None:
    waited = now - seen_at
    if not invoice.is_final:
        return Held(
            "NOT_FINAL",
            "Autotask is still waiting for its tax engine; the invoice is not final.",
            _next_look(now, waited),
        )
    if invoice.number is None and settings.numbering is Numbering.AUTOTASK_NUMBER:
        if waited < timedelta(minutes=settings.number_hold_minutes):
            return Held("NO_NUMBER", "Autotask has not numbered it yet.", _next_look(now, waited))
        return Stopped(make_fault("NUMBER_MISSING"))
    if not invoice.lines and invoice.header_total:
        if waited < timedelta(minutes=settings.lines_hold_minutes):
            return Held("NO_LINES", "Autotask has not sent its lines yet.", _next_look(now, waited))
        return Stopped(make_fault("NO_LINES", header_total=invoice.header_total))
    return None


def _compare_sums(
    invoice: Invoice, settings: ConnectionSettings, seen_at: datetime, now: datetime
) -> Verdict | None:
    if reconciles(invoice, settings.tolerance):
        return None
    waited = now - seen_at
    if waited < timedelta(minutes=settings.lines_hold_minutes):
        return Held(
            "SUMS_DIFFER",
            f"The lines add up to {invoice.net + invoice.tax}, not to Autotask's "
            f"{invoice.header_total}; waiting for the rest.",
            _next_look(now, waited),
        )
    return Stopped(
        make_fault(
            "AMOUNT_MISMATCH",
            net=invoice.net,
            tax=invoice.tax,
            header_total=invoice.header_total,
        )
    )


def reconciles(invoice: Invoice, tolerance: Decimal) -> bool:
    """Tell whether the lines make up the header, be it net or gross.

    Autotask does not document which of the two `invoiceTotal` is (autotask-api section 9), so both
    readings are accepted.
    """
    readings = (invoice.net, invoice.net + invoice.tax)
    return any(abs(invoice.header_total - reading) <= tolerance for reading in readings)


def _skip_by_value(invoice: Invoice, settings: ConnectionSettings) -> Verdict | None:
    total = invoice.total
    if settings.skip_zero and total == 0:
        return Skipped("ZERO_VALUE", "Its total is 0.00.")
    if settings.minimum_total is not None and 0 < total < settings.minimum_total:
        return Skipped(
            "BELOW_MINIMUM", f"Its total {total} is below the minimum {settings.minimum_total}."
        )
    return None


def _next_look(now: datetime, waited: timedelta) -> datetime:
    return now + (_NEXT_LOOK if waited < timedelta(minutes=5) else _SLOW_LOOK)
