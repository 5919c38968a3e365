"""Why invoices stand in Fault, before a person has them tried again."""

from collections.abc import Sequence

from core.domain.status import Status
from core.store.invoice_form import document_id
from core.store.invoices.changes import collection


def causes_of(connection_id: str, autotask_ids: Sequence[int]) -> set[str]:
    """The fault codes among these; those that are no Fault have none."""
    keys = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    wanted = {"_id": {"$in": keys}, "status": Status.FAULT.value}
    return set(collection().distinct("fault.code", wanted))
