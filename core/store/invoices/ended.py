"""Claimed invoices of which nothing alive is left in Xero, because Autotask has voided them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from pymongo import UpdateOne

from core.domain.status import Status, check
from core.domain.xero_document import XeroDocument
from core.store.bson_money import to_bson
from core.store.invoices.changes import Step, collection, move
from core.store.invoices.settle import FREE, SETTLED, claimed, counterpart, found_by


@dataclass(frozen=True, slots=True)
class Skip:
    """A claimed invoice of which nothing alive is left in Xero; `document` when Xero shows its end."""

    autotask_id: int
    code: str
    message: str
    document: XeroDocument | None = None


def skip(connection_id: str, batch_id: str, skips: Iterable[Skip], step: Step) -> None:
    """Claimed invoices that Autotask has voided leave the queue, and keep which document they were.

    Of `step`, who, when and in which run counts.
    """
    check(Status.PROCESSING, Status.SKIPPED)
    writes = []
    for each in skips:
        told = {"code": each.code, "message": each.message, "by": step.by, "at": step.at}
        change = move(
            Status.PROCESSING,
            Status.SKIPPED,
            replace(step, code=each.code, message=each.message),
            **FREE,
            **SETTLED,
            skip=told,
            notice=None,
            traced=False,
            # Xero goes on showing an amount due on what is voided; nobody owes it.
            amount_due=to_bson(Decimal(0)),
            **(counterpart(each.document) if each.document else {}),
        ) | found_by(each.document)
        writes.append(UpdateOne(claimed(connection_id, batch_id, each.autotask_id), change))
    if writes:
        collection().bulk_write(writes, ordered=False)
