"""What Autotask has: invoices that come late, in parts, change and are voided."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.simulation.scheduler import Scheduler

# What a row says that is damaged.
_DAMAGE = "not a number"
OWN_CURRENCY = 1
LABOR = 100


@dataclass(slots=True)
class Bill:
    """An invoice. Times are milliseconds of the world; amounts are cents, one for each line."""

    autotask_id: int
    company_id: int
    number: str
    nets: tuple[int, ...]
    taxes: tuple[int, ...]
    created_at: datetime
    made_ms: int
    # When the header shows up, when its number, and when each line.
    shown_ms: int
    number_ms: int
    line_ms: tuple[int, ...]
    is_gross: bool = False
    order: str = ""
    voided_ms: int | None = None
    voided_at: datetime | None = None
    # When another tool marked it as exported.
    exported_ms: int | None = None
    exported_at: datetime | None = None
    is_damaged: bool = False
    # What befell it that looks may stumble over, for the judgment.
    was_damaged: bool = False
    totals: set[int] = field(default_factory=set)
    # The header as it was told last, until something changes.
    header: dict[str, Any] = field(default_factory=dict)

    @property
    def cents(self) -> int:
        return sum(self.nets) + sum(self.taxes)

    @property
    def is_prompt(self) -> bool:
        """It showed up as soon as it was made, so no id above it was there before."""
        return self.shown_ms == self.made_ms

    @property
    def complete_ms(self) -> int:
        """From when on everything of it can be read."""
        return max(self.shown_ms, self.number_ms, *self.line_ms)

    def note_total(self) -> None:
        self.totals.add(abs(self.cents))


class Tenant:
    """All of them, and the companies that they go to."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self.bills: dict[int, Bill] = {}
        self.names: dict[int, str] = {}

    def shown(self) -> Iterator[Bill]:
        ms = self._scheduler.ms
        return (each for each in self.bills.values() if each.shown_ms <= ms)

    def rows(self, entity: str) -> list[dict[str, Any]]:
        """What an entity has at this moment, in order of id."""
        match entity:
            case "Invoices":
                rows = [self._header(each) for each in self.shown()]
            case "BillingItems":
                rows = [line for each in self.shown() for line in self._lines(each)]
            case "Companies":
                rows = [self._company(number) for number in self.names]
            case "Contacts":
                rows = []
            case "Currencies":
                rows = [{"id": OWN_CURRENCY, "name": "NZD", "isInternalCurrency": True}]
            case "BillingCodes":
                rows = [{"id": LABOR, "name": "Labor", "isActive": True}]
            case _:
                raise AssertionError(f"nobody asks for {entity}")
        return sorted(rows, key=lambda row: row["id"])

    def _header(self, bill: Bill) -> dict[str, Any]:
        number = bill.number if self._scheduler.ms >= bill.number_ms else None
        if bill.header and bill.header["invoiceNumber"] == number:
            return bill.header
        bill.header = self._told(bill, number)
        return bill.header

    def _told(self, bill: Bill, number: str | None) -> dict[str, Any]:
        total = sum(bill.nets) + (sum(bill.taxes) if bill.is_gross else 0)
        return {
            "id": bill.autotask_id,
            "companyID": bill.company_id,
            "invoiceNumber": number,
            "invoiceDateTime": "2026-11-20T00:00:00Z",
            "createDateTime": instant(bill.created_at),
            "dueDate": "2026-12-20T00:00:00Z",
            "invoiceTotal": _DAMAGE if bill.is_damaged else total / 100,
            "totalTaxValue": sum(bill.taxes) / 100,
            "orderNumber": bill.order,
            "isVoided": bill.voided_at is not None,
            "voidedDate": instant(bill.voided_at) if bill.voided_at else None,
            "invoiceStatus": 1,
            **({"webServiceDate": instant(bill.exported_at)} if bill.exported_at else {}),
        }

    def _lines(self, bill: Bill) -> Iterator[dict[str, Any]]:
        if bill.voided_at is not None:
            # They are put back to "to invoice".
            return
        for place, (net, tax) in enumerate(zip(bill.nets, bill.taxes, strict=True)):
            if bill.line_ms[place] <= self._scheduler.ms:
                yield {
                    "id": bill.autotask_id * 10 + place,
                    "invoiceID": bill.autotask_id,
                    "billingItemType": 1,
                    "subType": 2,
                    "billingCodeID": LABOR,
                    "itemName": "Remote support",
                    "quantity": 1,
                    "rate": net / 100,
                    "totalAmount": net / 100,
                    "taxDollars": tax / 100,
                    "nonBillable": 0,
                }

    def _company(self, number: int) -> dict[str, Any]:
        return {"id": number, "companyName": self.names[number], "currencyID": OWN_CURRENCY}


def instant(moment: datetime) -> str:
    """As Autotask writes an instant: UTC, with milliseconds."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
