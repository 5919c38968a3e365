"""One pull of purchase orders: new ones, and the known ones that Autotask may still change.

Autotask has no date of last change on a purchase order, so unfinished ones are read every time.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import RawPurchaseOrder
from core.clients.autotask.translate import TranslationError, translate_purchase_order
from core.domain.company import Company
from core.domain.records import Connection
from core.runtime.autotask_lists import Lists
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import checkpoints, purchase_orders
from core.store.purchase_orders import ReadOrder

SERVICE = "purchase_order_sync"
JOB = "purchase_orders"
FINISHED = ("Received Full", "Canceled")
_OVERLAP = timedelta(hours=1)


def pull(connection: Connection, autotask: AutotaskClient, journal: Journal, now: Clock) -> int:
    """Store what is new or changed; returns how many orders that were."""
    started = now()
    checkpoint = checkpoints.load(connection.id, JOB).at
    since = (
        checkpoint - _OVERLAP
        if checkpoint
        else started - timedelta(days=connection.settings.days_back)
    )
    known = purchase_orders.unfinished_ids(connection.id, FINISHED)
    lists = _lists(connection, autotask, journal, now)
    stored, after_id, is_last = 0, 0, False
    while not is_last:
        page = autotask.purchase_orders_since(since, after_id, known)
        read = _read(page.orders, autotask, lists, journal)
        stored += purchase_orders.store(connection.id, read, now(), journal.run_id)
        after_id, is_last = page.last_id, page.is_last
    checkpoints.advance(connection.id, JOB, started)
    return stored


def read_again(
    connection: Connection,
    autotask: AutotaskClient,
    journal: Journal,
    now: Clock,
    autotask_id: int,
) -> bool:
    """Read one order anew, finished or not; False when Autotask does not know it."""
    page = autotask.purchase_orders_since(now(), 0, [autotask_id])
    wanted = [order for order in page.orders if order.autotask_id == autotask_id]
    read = _read(wanted, autotask, _lists(connection, autotask, journal, now), journal)
    purchase_orders.store(connection.id, read, now(), journal.run_id)
    return bool(wanted)


def _lists(connection: Connection, autotask: AutotaskClient, journal: Journal, now: Clock) -> Lists:
    def tell(said: str) -> None:
        journal.warning("LIST_REFUSED", said)

    return Lists(connection.autotask_key, autotask, now, tell)


def _read(
    found: Sequence[RawPurchaseOrder], autotask: AutotaskClient, lists: Lists, journal: Journal
) -> list[ReadOrder]:
    if not found:
        return []
    items = autotask.purchase_order_items([order.autotask_id for order in found])
    vendors = lists.companies(
        vendor for order in found if isinstance(vendor := order.raw.get("vendorID"), int)
    )
    currencies, own_currency = lists.currency_codes()
    read = []
    for order in found:
        try:
            read.append(
                _translate(order, items[order.autotask_id], vendors, currencies, own_currency)
            )
        except TranslationError as error:
            journal.error(
                "AUTOTASK_DATA",
                f"Purchase order {order.autotask_id} cannot be read: field {error.field}.",
                autotask_id=order.autotask_id,
            )
    return read


def _translate(
    order: RawPurchaseOrder,
    items: list[dict[str, Any]],
    vendors: dict[int, Company],
    currencies: dict[int, str],
    own_currency: str,
) -> ReadOrder:
    translated = translate_purchase_order(order.raw, items)
    vendor = vendors.get(translated.vendor_id)
    currency_id = vendor.currency_id if vendor else None
    text = json.dumps([order.raw, items], sort_keys=True, default=str)
    return ReadOrder(
        order=translated,
        vendor=vendor.name if vendor else f"Vendor {translated.vendor_id}",
        currency=currencies.get(currency_id or 0, own_currency),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
