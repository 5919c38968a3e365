"""Payments as Xero last told them."""

from collections.abc import Sequence

from pymongo import UpdateOne

from core.domain.payment import Payment
from core.store.bson_money import to_bson
from core.store.documents import PaymentDocument


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
