"""What a verdict and fresh data mean for an invoice of the ledger, as changes to its document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.admission import Admitted, Held, Skipped, Stopped, Verdict, describe
from core.domain.own_number import as_billed
from core.domain.records import Ingested
from core.domain.search_words import number_words
from core.domain.setting_choices import VoidRule
from core.domain.status import Status, check
from core.store.invoice_form import content_fields, document_id
from core.store.invoices import Step, fault_form, history_entry
from core.store.invoices.queue import TIMED

# The fault of an invoice that could not be read; it goes on by itself when Autotask has mended it.
UNREADABLE = "AUTOTASK_DATA"
# The fault of an invoice that no connection is set for; whatever a person does with it, it is not
# due before it has a route (`unrouted`).
UNROUTABLE = "UNROUTABLE"
# The fault of an invoice that waited and that Autotask does not show any more.
NOT_SHOWN = "NOT_SHOWN"
# These end by themselves when Autotask has mended what they are about; looks ask for them by id.
MENDED_BY_THEMSELVES = (UNREADABLE, NOT_SHOWN)
# Lines that came too late mend these; a header does not tell of them.
WITHOUT_WHOLE_LINES = ("NO_LINES", "AMOUNT_MISMATCH")
# What is made of lines, and the snapshot that they are a part of.
_OF_LINES = ("lines", "subtotal", "tax", "total", "raw")


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger already has of an invoice; of the snapshot only the header."""

    autotask_id: int
    status: Status
    version: int
    content_hash: str
    ingested_at: datetime
    raw: dict[str, Any]
    hold_code: str | None
    is_in_xero: bool
    is_unskipped: bool
    look_again: bool
    fault_code: str | None = None
    fault_text: str = ""
    is_voided: bool = False
    written_number: str | None = None
    was_in_xero: bool = False
    not_shown_since: datetime | None = None
    xero_number: str | None = None
    issued_on: str = ""

    @property
    def is_unposted(self) -> bool:
        """It waits, by itself and not because a person wants it, and Xero never had it."""
        is_ours = self.is_in_xero or self.was_in_xero or self.is_unskipped
        return self.status is Status.PENDING_SYNC and not is_ours

    @property
    def may_mend_itself(self) -> bool:
        return self.status is Status.FAULT and self.fault_code in MENDED_BY_THEMSELVES

    @property
    def lacks_lines(self) -> bool:
        return self.status is Status.FAULT and self.fault_code in WITHOUT_WHOLE_LINES

    @property
    def waits_for_autotask(self) -> bool:
        is_held = self.status is Status.PENDING_SYNC and self.hold_code is not None
        return is_held and self.hold_code not in TIMED

    def as_billed(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """A header found again, without what we ourselves wrote into it."""
        return as_billed(raw, self.raw.get("invoice") or {}, self.written_number)


@dataclass(frozen=True, slots=True)
class Judged:
    """An invoice and the verdict of the admission rules."""

    ingested: Ingested
    verdict: Verdict
    # The ledger cannot keep what Autotask sent; this is as much of it as it can.
    is_stand_in: bool = False

    @property
    def is_unreadable(self) -> bool:
        return isinstance(self.verdict, Stopped) and self.verdict.fault.code == UNREADABLE


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read it from Autotask, when, in which run."""

    by: str
    at: datetime
    run_id: str


def first_form(connection_id: str, judged: Judged, reading: Reading) -> dict[str, Any]:
    """The document of an invoice that is seen for the first time."""
    status, values, code, message = consequence(judged.verdict, reading)
    check(None, status)
    autotask_id = judged.ingested.invoice.autotask_id
    step = step_of(reading, code, message or "Downloaded from Autotask.")
    return {
        "_id": document_id(connection_id, autotask_id),
        "connection": connection_id,
        "autotask_id": autotask_id,
        **content_fields(judged.ingested),
        "status": status.value,
        "version": 1,
        "attempts": 0,
        "batch_id": None,
        "checking_since": None,
        "not_before": None,
        **values,
        "history": [history_entry(None, status, step)],
        "ingested_at": reading.at,
        "updated_at": reading.at,
    }


def consequence(verdict: Verdict, reading: Reading) -> tuple[Status, dict[str, Any], str, str]:
    """Status, fields, history code and sentence that a verdict means."""
    nothing = ("hold", "hold_until", "fault", "skip", "intent", "unrouted")
    clear: dict[str, Any] = dict.fromkeys(nothing)
    match verdict:
        case Admitted(void=None):
            return Status.PENDING_SYNC, clear, "INGESTED", ""
        case Admitted(void=rule):
            intent = "void" if rule is VoidRule.VOID else None
            voided = {**clear, "notice": None, "intent": intent}
            return Status.PENDING_SYNC, voided, *describe(verdict)
        case Held(code, message, until):
            hold = {"code": code, "message": message, "since_at": reading.at}
            return Status.PENDING_SYNC, {**clear, "hold": hold, "hold_until": until}, code, message
        case Skipped(code, message):
            skip = {"code": code, "message": message, "by": reading.by, "at": reading.at}
            return Status.SKIPPED, {**clear, "skip": skip}, code, message
        case Stopped(fault):
            is_unrouted = True if fault.code == UNROUTABLE else None
            stored = {**clear, "fault": fault_form(fault, reading.at), "unrouted": is_unrouted}
            return Status.FAULT, stored, fault.code, fault.message


def content_of(judged: Judged, before: Known) -> dict[str, Any]:
    """What is new of a known invoice.

    Of data that cannot be read only the raw answer is kept; our own form stays as it was. Where not
    even that can be kept, the older answer stays as well. A voided one has lost its lines in
    Autotask: ours are the only copy of what was billed, and they stay.
    """
    fields = content_fields(judged.ingested)
    fields["number_words"] = number_words(fields["number"], before.xero_number)
    if judged.is_stand_in:
        return {"content_hash": fields["content_hash"]}
    if judged.is_unreadable:
        return {name: fields[name] for name in ("raw", "content_hash")}
    if judged.ingested.invoice.is_voided:
        kept = {name: value for name, value in fields.items() if name not in _OF_LINES}
        return {**kept, "raw.invoice": judged.ingested.raw["invoice"]}
    return fields


def step_of(reading: Reading, code: str, message: str) -> Step:
    return Step(code, message, reading.by, reading.at, reading.run_id)
