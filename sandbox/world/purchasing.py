"""Purchase orders to the suppliers, one of each status and then some."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sandbox.world.calendar import at, instant, midnight
from sandbox.world.catalog import HARDWARE
from sandbox.world.companies import Company
from sandbox.world.model import Record
from sandbox.world.money import to_four_places

ORDERS: Final = 25
NEW, SUBMITTED, RECEIVED_PARTIAL, RECEIVED_FULL, CANCELED = range(1, 6)
STATUSES: Final = (RECEIVED_FULL,) * 12 + (SUBMITTED,) * 5 + (RECEIVED_PARTIAL,) * 3
OTHERS: Final = (NEW,) * 3 + (CANCELED,) * 2
BUYER: Final = 29682885


def purchase_orders(
    suppliers: Sequence[Company], customers: Sequence[Company], today: date, seed: int
) -> tuple[list[Record], list[Record]]:
    """PurchaseOrders and their PurchaseOrderItems, oldest first."""
    rng = random.Random(f"purchase-orders-{seed}")  # noqa: S311 - a demo world, not a secret
    days = sorted(rng.sample(range(2, 330), ORDERS), reverse=True)
    statuses = [*STATUSES, *OTHERS]
    orders: list[Record] = []
    items: list[Record] = []
    for index, (back, status) in enumerate(zip(days, statuses, strict=True)):
        supplier = rng.choice(suppliers)
        customer = rng.choice(customers) if rng.random() < 0.6 else None
        order = _order(index, today - timedelta(days=back), status, supplier, customer)
        orders.append(order)
        items += [
            _item(order, offset, rng)
            for offset in range(rng.choices((1, 2, 4, 9), (4, 4, 3, 1))[0])
        ]
    return orders, [item | {"id": 71001 + index} for index, item in enumerate(items)]


def _order(
    index: int, day: date, status: int, supplier: Company, customer: Company | None
) -> Record:
    created = at(day, 22, index)
    submitted = created + timedelta(minutes=35)
    freight = Decimal(index % 4) * Decimal("12.50")
    return {
        "id": 7001 + index,
        "cancelDateTime": instant(created + timedelta(days=1)) if status == CANCELED else None,
        "createDateTime": instant(created),
        "creatorResourceID": BUYER,
        "externalPONumber": "",
        "freight": freight,
        "generalMemo": "Deliver to the workshop, gate on Cable Street." if index % 5 == 0 else "",
        "internalCurrencyFreight": freight,
        "latestEstimatedArrivalDate": midnight(day + timedelta(days=6)),
        "paymentTerm": 1,
        "phone": supplier.phone,
        "purchaseForCompanyID": customer.id if customer else None,
        "purchaseOrderNumber": f"PO-{4100 + index}",
        "shipToAddress1": "27 Tory Street",
        "shipToCity": "Wellington",
        "shipToName": "Kauri Managed IT Limited",
        "shipToPostalCode": "6011",
        "shipToState": "Wellington",
        "showEachTaxInGroup": False,
        "showTaxCategory": False,
        "status": status,
        "submitDateTime": None if status == NEW else instant(submitted),
        "taxRegionID": supplier.tax_region_id,
        "useItemDescriptionsFrom": 1,
        "vendorID": supplier.id,
        "vendorInvoiceNumber": f"{supplier.id}-{8800 + index}" if status == RECEIVED_FULL else None,
    }


def _item(order: Record, offset: int, rng: random.Random) -> Record:
    offer = rng.choice(HARDWARE)
    cost = to_four_places(offer.rate * Decimal(rng.randint(70, 84)) / 100)
    return {
        "id": 0,
        "estimatedArrivalDate": order["latestEstimatedArrivalDate"],
        "internalCurrencyUnitCost": cost,
        "inventoryLocationID": 1,
        "memo": offer.name,
        "orderID": order["id"],
        "productID": 5200 + HARDWARE.index(offer),
        "quantity": rng.randint(1, max(1, offer.most)),
        "ticketID": 29000 + order["id"] + offset if order["purchaseForCompanyID"] else None,
        "unitCost": cost,
    }
