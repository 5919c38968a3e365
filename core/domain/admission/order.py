"""The order in which holds, guards and skip rules are asked.

1. Void: it has lost its lines, so nothing else can be asked of it.
2. Whose and of when it is: such an invoice need not even become ready.
3. Readiness: status, number, lines, sums; each waits for a while before it is a fault.
4. Value, which is known only now.
"""

from datetime import datetime

from core.domain.admission.circumstances import NOTHING_KNOWN, Circumstances
from core.domain.admission.missing_lines import hold_until_lines, skip_empty, stop_without_lines
from core.domain.admission.patience import Patience
from core.domain.admission.readiness import hold_until_final, hold_until_numbered
from core.domain.admission.skip_rules import (
    skip_by_company,
    skip_by_date,
    skip_by_value,
    skip_exported,
    skip_voided,
)
from core.domain.admission.sums import compare_sums
from core.domain.admission.verdicts import Admitted, Skipped, Verdict
from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.invoice import Invoice


def admit(
    invoice: Invoice,
    company: Company | None,
    settings: ConnectionSettings,
    *,
    seen_at: datetime,
    now: datetime,
    around: Circumstances = NOTHING_KNOWN,
) -> Verdict:
    """Judge an invoice. `seen_at` is when it was first stored; holds are counted from then."""
    patience = _patience(settings, seen_at, now, around)
    return (
        skip_voided(invoice)
        or skip_by_header(invoice, company, settings, around)
        or _wait_for_data(invoice, settings, patience, around)
        or skip_empty(invoice)
        or _guard(invoice, settings, patience, around)
        or skip_by_value(invoice, settings)
        or Admitted()
    )


def skip_by_header(
    invoice: Invoice, company: Company | None, settings: ConnectionSettings, around: Circumstances
) -> Skipped | None:
    """The rules that ask for no line."""
    return (
        skip_by_company(company, settings, around)
        or skip_exported(invoice, settings, around)
        or skip_by_date(invoice, settings)
    )


def admit_by_hand(
    invoice: Invoice,
    settings: ConnectionSettings,
    *,
    is_in_xero: bool,
    seen_at: datetime,
    now: datetime,
    around: Circumstances = NOTHING_KNOWN,
) -> Verdict:
    """Judge an invoice to which no skip rule applies: a person wants it, or Xero has it already.

    What protects the money still applies. A void of what Xero has goes there too (`void_rule`).
    """
    if invoice.is_voided and is_in_xero:
        return Admitted(void=settings.void_rule)
    patience = _patience(settings, seen_at, now, around)
    return (
        skip_voided(invoice)
        or _wait_for_data(invoice, settings, patience, around)
        or _guard(invoice, settings, patience, around)
        or Admitted()
    )


def _patience(
    settings: ConnectionSettings, seen_at: datetime, now: datetime, around: Circumstances
) -> Patience:
    return Patience(seen_at, now, around.poll_seconds or settings.poll_seconds, around.zone)


def _wait_for_data(
    invoice: Invoice, settings: ConnectionSettings, patience: Patience, around: Circumstances
) -> Verdict | None:
    return (
        hold_until_final(invoice, patience, around.invoice_statuses)
        or hold_until_numbered(invoice, settings, patience)
        or hold_until_lines(invoice, settings, patience)
    )


def _guard(
    invoice: Invoice, settings: ConnectionSettings, patience: Patience, around: Circumstances
) -> Verdict | None:
    return stop_without_lines(invoice, around.lines_seen) or compare_sums(
        invoice, settings, patience
    )
