"""PDFs wanted beside documents in Xero: what waits, and each step by compare-and-set.

It is a field of the invoice, written by `invoices.complete` in the update that makes the invoice
Complete (`asked`), and never touches its status, version or time of change.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.domain.attaching import Attached, Attaching, AttachmentState, Sent
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from core.store.documents import InvoiceDocument
from core.store.invoice_form import document_id

_READ = dict.fromkeys(
    ("connection", "autotask_id", "xero_kind", "xero_id", "content_hash", "posted_hash", "attachment"), 1
)  # fmt: skip
_DIFFERENT = "Autotask's invoice and the document in Xero are not the same."
_TO_FETCH = (AttachmentState.WAITING,)
_TO_SEND = (AttachmentState.READY, AttachmentState.SENDING)


def asked(wants_pdf: bool | None, at: datetime) -> dict[str, Any]:
    """What the update that makes an invoice Complete sets here."""
    if wants_pdf is None:
        return {}
    state = AttachmentState.WAITING if wants_pdf else AttachmentState.REFUSED
    told = {
        "open": wants_pdf,
        "state": state.value,
        "wanted_at": at,
        "refused_at": None if wants_pdf else at,
        "reason": None if wants_pdf else _DIFFERENT,
        "not_before": None,
        "tries": 0,
    }
    return {f"attachment.{name}": value for name, value in told.items()}


def to_fetch(connection_id: str, now: datetime, limit: int) -> list[Attaching]:
    """Those whose PDF is to be had from Autotask, the longest wait first."""
    return _due(connection_id, _TO_FETCH, now, limit)


def to_send(connection_id: str, now: datetime, limit: int) -> list[Attaching]:
    """Those whose PDF is kept and goes to Xero, or went there and nobody knows."""
    return _due(connection_id, _TO_SEND, now, limit)


def fetched_ahead(connection_id: str) -> int:
    """How many have their file and wait for Xero."""
    return int(_invoices().count_documents(_open(connection_id, _TO_SEND)))


def is_ready(each: Attaching) -> bool:
    return _change(each, AttachmentState.READY, not_before=None, tries=0, reason=None)


def needs_fetching(each: Attaching) -> bool:
    """Its file is not kept any more."""
    return _change(each, AttachmentState.WAITING, not_before=None)


def is_sending(each: Attaching, at: datetime) -> bool:
    """An upload is about to leave; False when the record has moved on."""
    sent = {"document_id": each.document_id, "at": at}
    return _change(each, AttachmentState.SENDING, sent=sent, tries=each.tries + 1)


def did_not_leave(each: Attaching, sending: Attaching, reason: str, until: datetime) -> bool:
    """The upload of `sending` stayed here, so `each` is as it was before."""
    sent = {"document_id": each.sent.document_id, "at": each.sent.at} if each.sent else None
    return _change(
        sending, each.state, sent=sent, reason=reason, not_before=until, tries=each.tries
    )


def wait(each: Attaching, reason: str, until: datetime) -> bool:
    """It is looked at again then."""
    return _change(each, each.state, reason=reason, not_before=until, tries=each.tries + 1)


def is_attached(each: Attaching, size: int, at: datetime) -> bool:
    there = {"document_id": each.document_id, "hash": each.posted_hash, "size": size, "at": at}
    return _change(each, AttachmentState.ATTACHED, there=there, reason=None, not_before=None)


def was_attached(each: Attaching) -> bool:
    """Nothing has to be done: the very file is there."""
    return _change(each, AttachmentState.ATTACHED, reason=None, not_before=None)


def is_refused(each: Attaching, reason: str, at: datetime) -> bool:
    """It is given up until somebody has the invoice resynced."""
    return _change(each, AttachmentState.REFUSED, reason=reason, refused_at=at, not_before=None)


def _change(each: Attaching, state: AttachmentState, **values: Any) -> bool:
    is_open = state not in (AttachmentState.ATTACHED, AttachmentState.REFUSED)
    told = {"open": is_open, "state": state.value, **values}
    result = _invoices().update_one(
        {
            "_id": document_id(each.connection_id, each.autotask_id),
            "status": Status.COMPLETE.value,
            "xero_id": each.document_id,
            "attachment.state": each.state.value,
            "attachment.wanted_at": each.wanted_at,
        },
        {"$set": {f"attachment.{name}": value for name, value in told.items()}},
    )
    return bool(result.matched_count)


def _due(
    connection_id: str, states: Sequence[AttachmentState], now: datetime, limit: int
) -> list[Attaching]:
    is_due = {"$or": [{"attachment.not_before": None}, {"attachment.not_before": {"$lte": now}}]}
    found = _invoices().find({**_open(connection_id, states), **is_due}, _READ)
    return [_read(stored) for stored in found.sort("attachment.wanted_at", 1).limit(limit)]


def _open(connection_id: str, states: Sequence[AttachmentState]) -> dict[str, Any]:
    return {
        "connection": connection_id,
        "attachment.open": True,
        "attachment.state": {"$in": [state.value for state in states]},
        "status": Status.COMPLETE.value,
        "xero_id": {"$ne": None},
    }


def _read(stored: dict[str, Any]) -> Attaching:
    told = stored["attachment"]
    sent, there = told.get("sent"), told.get("there")
    return Attaching(
        connection_id=stored["connection"],
        autotask_id=stored["autotask_id"],
        kind=DocumentKind(stored["xero_kind"]),
        document_id=stored["xero_id"],
        content_hash=stored["content_hash"],
        posted_hash=stored["posted_hash"],
        state=AttachmentState(told["state"]),
        wanted_at=told["wanted_at"],
        tries=told.get("tries") or 0,
        sent=Sent(sent["document_id"], sent["at"]) if sent else None,
        attached=Attached(there["document_id"], there["hash"], there["size"]) if there else None,
    )


def _invoices() -> Any:
    return InvoiceDocument._get_collection()
