"""Has Autotask finished the invoice? Its status and its number."""

from collections.abc import Mapping

from core.domain.admission.patience import Patience
from core.domain.admission.verdicts import Held, Stopped
from core.domain.connection_settings import ConnectionSettings
from core.domain.faults import make_fault
from core.domain.invoice import WAITING_FOR_TAXES, Invoice
from core.domain.setting_choices import Numbering


def hold_until_final(
    invoice: Invoice, patience: Patience, labels: Mapping[int, str]
) -> Held | None:
    """Wait without an end: an outside tax engine may take days, and its tax is not known before."""
    if invoice.is_final:
        return None
    if invoice.status_id == WAITING_FOR_TAXES:
        return patience.hold_on("NOT_FINAL", "Autotask is still waiting for its tax engine")
    label = labels.get(invoice.status_id or 0)
    status = f"“{label}”" if label else f"status {invoice.status_id}"
    return patience.hold_on("NOT_FINAL", f"Autotask says {status}, which is not final")


def hold_until_numbered(
    invoice: Invoice, settings: ConnectionSettings, patience: Patience
) -> Held | Stopped | None:
    """Autotask may show an invoice some minutes before its number (autotask-api section 8)."""
    if invoice.number is not None or settings.numbering is not Numbering.AUTOTASK_NUMBER:
        return None
    minutes = settings.number_hold_minutes
    if patience.is_over(minutes):
        return Stopped(make_fault("NUMBER_MISSING"))
    return patience.hold("NO_NUMBER", "Autotask has not numbered it yet", minutes)
