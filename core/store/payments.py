"""Payments as Xero last told them."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from pymongo import UpdateOne

from core.domain.payment import Payment
from core.store.bson_money import from_bson, to_bson
from core.store.documents import InvoiceDocument, PaymentDocument


def store(connection_id: str, payments: Sequence[Payment]) -> int:
    """Insert or replace payments by their Xero id; returns how many were new or changed."""
    writes = [
        UpdateOne(
            {"_id": f"{connection_id}/{payment.xero_id}"},
            {
                "$set": {
                    "connection": connection_id,
                    "xero_payment_id": payment.xero_id,
                    "xero_invoice_id": payment.xero_invoice_id,
                    "kind": payment.kind,
                    "status": payment.status,
                    "amount": to_bson(payment.amount),
                    "paid_on": payment.paid_on.isoformat(),
                    "reference": payment.reference,
                    "updated_at": payment.updated_at,
                }
            },
            upsert=True,
        )
        for payment in payments
    ]
    if not writes:
        return 0
    result = PaymentDocument._get_collection().bulk_write(writes, ordered=False)
    return int(result.upserted_count + result.modified_count)


def show_on_invoices(connection_id: str, xero_invoice_ids: Collection[str]) -> None:
    """Put on each invoice what its payments leave open, and when the last one paid it in full.

    Credits that were allocated in Xero are not payments and are not counted here.
    """
    found = PaymentDocument._get_collection().find(
        {
            "connection": connection_id,
            "xero_invoice_id": {"$in": list(xero_invoice_ids)},
            "status": "AUTHORISED",
        }
    )
    paid: dict[str, list[tuple[str, Decimal]]] = {each: [] for each in xero_invoice_ids}
    for payment in found:
        paid[payment["xero_invoice_id"]].append((payment["paid_on"], from_bson(payment["amount"])))
    invoices = InvoiceDocument._get_collection()
    for invoice in invoices.find(
        {"connection": connection_id, "xero_id": {"$in": list(xero_invoice_ids)}},
        {"xero_id": 1, "xero_total": 1},
    ):
        payments = paid[invoice["xero_id"]]
        amount_due = from_bson(invoice.get("xero_total")) - sum(
            (amount for _, amount in payments), Decimal(0)
        )
        last_paid_on = max((paid_on for paid_on, _ in payments), default=None)
        invoices.update_one(
            {"_id": invoice["_id"]},
            {
                "$set": {
                    "amount_due": to_bson(amount_due),
                    "paid_on": last_paid_on if amount_due <= 0 else None,
                }
            },
        )
