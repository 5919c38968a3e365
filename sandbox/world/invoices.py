"""Turns planned invoices into Autotask's Invoices and BillingItems."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sandbox.world import catalog
from sandbox.world.calendar import Month, days_after, instant, midnight
from sandbox.world.companies import Company
from sandbox.world.drafts import TERMS, Draft, Role
from sandbox.world.lines import Line
from sandbox.world.model import Effect, Intent, Record, World
from sandbox.world.money import to_four_places, total
from sandbox.world.reference import EXCHANGE_RATES, REGION_NAMES
from sandbox.world.structure import line_of_business, template

FIRST_INVOICE_ID: Final = 20481
FIRST_ITEM_ID: Final = 310007
LATE_SECONDS: Final = 60
BILLING_CLERK: Final = 29682885
ENGINEERS: Final = (29682886, 29682887, 29682888, 29682889)


@dataclass(slots=True)
class Ids:
    """The next ids; Autotask's have gaps, so ours have too."""

    rng: random.Random
    invoice: int = FIRST_INVOICE_ID
    item: int = FIRST_ITEM_ID
    batch: int = 79
    batches: dict[date, int] = field(default_factory=dict)

    def next_invoice(self) -> int:
        self.invoice += self.rng.choice((1, 1, 1, 2))
        return self.invoice

    def next_item(self) -> int:
        self.item += self.rng.choice((1, 1, 1, 1, 3))
        return self.item

    def batch_of(self, day: date) -> int:
        if day not in self.batches:
            self.batch += 1
            self.batches[day] = self.batch
        return self.batches[day]


def add(world: World, drafts: Iterable[Draft], ids: Ids) -> None:
    """Appends the drafts' records, intents and effects to the world."""
    for draft in drafts:
        invoice_id = ids.next_invoice()
        header = _header(draft, invoice_id, ids)
        items = [_item(draft, line, invoice_id, ids) for line in draft.lines]
        items = [item | {"sortOrderID": position} for position, item in enumerate(items)]
        world.intents[invoice_id] = Intent(draft.role.expect, draft.role.why)
        world.records["Invoices"].append(header)
        if draft.role is Role.LATE_LINES:
            world.effects.append(Effect(LATE_SECONDS, "lines", invoice_id, _without_ids(items)))
            continue
        world.records["BillingItems"] += items
        if draft.role is Role.LATE_NUMBER:
            payload = {"invoiceNumber": header["invoiceNumber"]}
            world.effects.append(Effect(LATE_SECONDS, "edit", invoice_id, payload))
            header["invoiceNumber"] = None


def _without_ids(items: list[Record]) -> list[Record]:
    """Lines that come late get their ids when they come."""
    return [{key: value for key, value in item.items() if key != "id"} for item in items]


def _header(draft: Draft, invoice_id: int, ids: Ids) -> Record:
    period = Month.of(draft.day).plus(0 if draft.monthly else -1)
    header = {
        "id": invoice_id,
        "batchID": ids.batch_of(draft.created.date()),
        "comments": draft.comments,
        "companyID": draft.company.id,
        "createDateTime": instant(draft.created),
        "creatorResourceID": BILLING_CLERK,
        "dueDate": midnight(days_after(draft.day, TERMS[draft.terms])),
        "fromDate": midnight(period.first),
        "invoiceDateTime": midnight(draft.day),
        "invoiceEditorTemplateID": template(draft.company),
        "invoiceNumber": invoice_number(invoice_id),
        "invoiceTotal": total(line.total for line in draft.lines),
        "isVoided": False,
        "orderNumber": draft.order_number,
        "paymentTerm": draft.terms,
        "taxRegionName": REGION_NAMES[draft.company.tax_region_id],
        "toDate": midnight(period.last),
        "totalTaxValue": total(line.tax for line in draft.lines),
        "invoiceStatus": -3 if draft.role is Role.EXTERNAL_TAX else 1,
    }
    return header | (_voiding(draft, ids) if draft.role is Role.VOIDED else {})


def invoice_number(invoice_id: int) -> str:
    return f"KMI-{invoice_id:06d}"


def _voiding(draft: Draft, ids: Ids) -> Record:
    when = draft.created + timedelta(minutes=ids.rng.randint(20, 300))
    return {"isVoided": True, "voidedByResourceID": BILLING_CLERK, "voidedDate": instant(when)}


def _item(draft: Draft, line: Line, invoice_id: int, ids: Ids) -> Record:
    code = catalog.BY_NAME[line.code]
    worked = draft.day - timedelta(days=ids.rng.randint(1, 20))
    is_labor = code.item_type == catalog.LABOR
    posted = draft.created - timedelta(minutes=ids.rng.randint(5, 600))
    item = {
        "id": ids.next_item(),
        "accountManagerWhenApprovedID": BILLING_CLERK,
        "billingCodeID": code.id,
        "taxCategoryID": 1 if line.taxable else None,
        "billingItemType": code.item_type,
        "companyID": draft.company.id,
        "description": _ticketed(line, worked, ids) if is_labor else line.description,
        "invoiceID": invoice_id,
        "itemApproverID": BILLING_CLERK,
        "itemDate": midnight(draft.day if draft.monthly and not is_labor else worked),
        "itemName": line.name,
        "nonBillable": int(line.no_charge),
        "organizationalLevelAssociationID": line_of_business(draft.company, code),
        "ourCost": to_four_places(abs(line.extended) * Decimal("0.62")),
        "postedDate": midnight(posted.date()),
        "postedOnTime": instant(posted),
        "purchaseOrderNumber": draft.order_number,
        "subType": catalog.SUB_TYPES[code.item_type],
    }
    item |= _amounts(line, draft.company) | _origin(code.item_type, draft.company, ids.rng)
    if draft.role is Role.VOIDED:
        # Voiding sends the items back to "to invoice": some tenants show 0 there, others null.
        item["invoiceID"] = ids.rng.choice((0, None))
    return item


def _ticketed(line: Line, worked: date, ids: Ids) -> str:
    """Work is described by the ticket that it was done for."""
    return f"T{worked:%Y%m%d}.{ids.rng.randint(1, 90):04d} - {line.description}"


def _amounts(line: Line, company: Company) -> Record:
    rate = EXCHANGE_RATES[company.currency]
    own = {
        "extendedPrice": line.extended,
        "rate": line.rate,
        "taxDollars": line.tax,
        "totalAmount": line.total,
    }
    twins = {
        f"internalCurrency{name[0].upper()}{name[1:]}": to_four_places(amount * rate)
        for name, amount in own.items()
    }
    return {"quantity": line.quantity, **own, **twins}


def _origin(item_type: int, company: Company, rng: random.Random) -> Record:
    contract = {"contractID": 29683000 + company.id}
    if item_type == catalog.LABOR:
        work: dict[str, Any] = {
            "ticketID": rng.randint(29000, 41000),
            "timeEntryID": rng.randint(28000, 90000),
            "roleID": 29683468,
            "itemApproverID": rng.choice(ENGINEERS),
        }
        return work
    if item_type in (catalog.RECURRING, catalog.RECURRING_ADJUSTMENT):
        return contract | {"contractServiceID": rng.randint(400, 900)}
    if item_type == catalog.CONTRACT_COST:
        return contract | {"contractChargeID": rng.randint(1000, 2000)}
    return {}
