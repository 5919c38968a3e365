"""Do the lines make up the header? Autotask does not say whether `invoiceTotal` has the tax in it."""

from decimal import Decimal

from core.domain.admission.patience import Patience
from core.domain.admission.verdicts import Held, Stopped
from core.domain.connection_settings import ConnectionSettings
from core.domain.faults import make_fault
from core.domain.invoice import Invoice
from core.domain.money import CENT
from core.domain.setting_choices import HeaderTotal

_BOTH = frozenset({HeaderTotal.NET, HeaderTotal.GROSS})
_CHOSEN = {
    HeaderTotal.DETECT: "",
    HeaderTotal.NET: ", which this connection takes without tax",
    HeaderTotal.GROSS: ", which this connection takes with tax",
}


def fitting_readings(invoice: Invoice, tolerance: Decimal) -> frozenset[HeaderTotal]:
    """The ways to read the header under which the lines make it up."""
    net = invoice.net
    sums = {HeaderTotal.NET: net, HeaderTotal.GROSS: net + invoice.tax}
    return frozenset(
        reading for reading, total in sums.items() if abs(invoice.header_total - total) <= tolerance
    )


def reconciles(
    invoice: Invoice, tolerance: Decimal, chosen: HeaderTotal = HeaderTotal.DETECT
) -> bool:
    """Tell whether the lines make up the header, be it net or gross, or as it was chosen.

    What was detected does not count here: the money that goes to Xero is the lines', and a header
    of the other kind raises an alarm instead (`header_reading`).
    """
    accepted = _BOTH if chosen is HeaderTotal.DETECT else frozenset({chosen})
    return bool(fitting_readings(invoice, tolerance) & accepted)


def compare_sums(
    invoice: Invoice, settings: ConnectionSettings, patience: Patience
) -> Held | Stopped | None:
    """Lines may come one by one, so a difference is waited for before it is a fault."""
    if reconciles(invoice, settings.tolerance, settings.header_total):
        return None
    net, gross = _shown(invoice.net), _shown(invoice.net + invoice.tax)
    header = f"{_shown(invoice.header_total)}{_CHOSEN[settings.header_total]}"
    minutes = settings.lines_hold_minutes
    if patience.is_over(minutes):
        return Stopped(make_fault("AMOUNT_MISMATCH", net=net, gross=gross, header_total=header))
    reason = f"The lines make {net}, or {gross} with tax, and Autotask's total is {header}"
    return patience.hold("SUMS_DIFFER", reason, minutes)


def _shown(amount: Decimal) -> str:
    """Autotask keeps four decimals; those that say nothing are left out."""
    cents = amount.quantize(CENT)
    return f"{cents if cents == amount else amount.normalize():f}"
