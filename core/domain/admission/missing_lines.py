"""An invoice without lines: not ready, hidden from us, damaged, or over nothing.

A void is none of these; it is asked for before.
"""

from core.domain.admission.circumstances import LinesSeen
from core.domain.admission.patience import Patience
from core.domain.admission.verdicts import Held, Skipped, Stopped
from core.domain.connection_settings import ConnectionSettings
from core.domain.faults import Fault, make_fault
from core.domain.faults.missing_lines import CAUSES, MissingLines
from core.domain.invoice import Invoice

_MOST_LIKELY = {
    LinesSeen.OF_THIS_COMPANY: MissingLines.DAMAGED_RUN,
    LinesSeen.OF_OTHERS_ONLY: MissingLines.LINE_OF_BUSINESS,
    LinesSeen.OF_NOBODY: MissingLines.NO_RIGHT_AT_ALL,
    LinesSeen.UNKNOWN: MissingLines.UNCLEAR,
}


def hold_until_lines(
    invoice: Invoice, settings: ConnectionSettings, patience: Patience
) -> Held | None:
    """Wait for lines, also of a total of 0: the header may be the first thing that is there."""
    minutes = settings.lines_hold_minutes
    if invoice.lines or patience.is_over(minutes):
        return None
    then = "it becomes a Fault" if invoice.header_total else "it is skipped"
    return patience.hold("NO_LINES", "Autotask has not sent its lines yet", minutes, then)


def skip_empty(invoice: Invoice) -> Skipped | None:
    if invoice.lines or invoice.header_total:
        return None
    return Skipped("ZERO_VALUE", "Autotask billed nothing: it has no lines and its total is 0.00.")


def stop_without_lines(invoice: Invoice, lines_seen: LinesSeen) -> Stopped | None:
    return None if invoice.lines else Stopped(_fault(invoice, lines_seen))


def _fault(invoice: Invoice, lines_seen: LinesSeen) -> Fault:
    cause = CAUSES[_MOST_LIKELY[lines_seen]]
    return make_fault(
        "NO_LINES", header_total=invoice.header_total, likely=cause.likely, remedy=cause.remedy
    )
