"""The red card: what is wrong, what to do, where, and the vendor's own words behind a fold."""

from dataclasses import dataclass

from core.store.views.record import Record
from gateway.presenters.document_rows import Lens
from gateway.presenters.places import Place, place_of_fault

_VENDORS = {
    "xero": "Xero",
    "autotask": "Autotask",
    "counterfoil": "Counterfoil",
    "network": "the network",
}


@dataclass(frozen=True, slots=True)
class FaultCard:
    """A cause in the catalogue's words; `vendor` is who said `vendor_text`."""

    title: str
    message: str
    next_step: str
    place: Place | None
    retry_helps: bool
    vendor: str
    vendor_text: str
    code: str


def fault_card(record: Record, through: Lens) -> FaultCard | None:
    fault = record.row.fault
    if fault is None:
        return None
    return FaultCard(
        title=fault.title,
        message=fault.message,
        next_step=fault.next_step,
        place=place_of_fault(fault, record.row, through),
        retry_helps=fault.retry_helps,
        vendor=_VENDORS.get(fault.side, "the other side"),
        vendor_text=fault.vendor_text,
        code=fault.code,
    )
