"""How a known invoice is brought up to date, as a change to its document that its status allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.domain.admission import Admitted, Stopped
from core.domain.faults import make_fault
from core.domain.invoice_changes import Change, changes, tell
from core.domain.setting_choices import VoidRule
from core.domain.status import Status, check
from core.store.ingested_form import (
    NOT_SHOWN,
    UNREADABLE,
    Judged,
    Known,
    Reading,
    consequence,
    content_of,
    step_of,
)
from core.store.invoices import REFRESHING, Step, history_entry
from core.store.invoices.changes import SHOWN_AGAIN

_MENDED = {
    UNREADABLE: "Autotask's data can be read now.",
    NOT_SHOWN: "Autotask shows it again.",
    "NO_LINES": "Autotask sends its lines now.",
    "AMOUNT_MISMATCH": "Autotask's lines and total have changed.",
}
WANT_AGAIN = {"$set": {"look_again": True}}


@dataclass(frozen=True, slots=True)
class Plan:
    """A change to a known invoice. `is_news` when people are told of it."""

    before: Known
    change: dict[str, Any]
    is_news: bool = False

    @property
    def is_for_any_status(self) -> bool:
        """Tell whether it only asks for another look, which is right wherever the invoice is by now."""
        return self.change == WANT_AGAIN


def changes_of(older: Mapping[str, Any], judged: Judged) -> tuple[Change, ...]:
    """What Autotask changed since the older snapshot; that a void takes the lines is none.

    What a stand-in lacks tells nothing of Autotask.
    """
    if judged.is_stand_in:
        return ()
    newer = judged.ingested.raw
    if judged.ingested.invoice.is_voided:
        newer = {**newer, "lines": older.get("lines") or []}
    return changes(older, newer)


def plan_refresh(
    judged: Judged, before: Known, found: Sequence[Change], reading: Reading
) -> Plan | None:
    """How a known invoice is brought up to date; None when there is nothing to do.

    `found` is what Autotask changed in it since it was stored.
    """
    if before.status is Status.PENDING_SYNC:
        return _plan_pending(judged, before, found, reading)
    is_same = before.content_hash == judged.ingested.content_hash
    if before.status is Status.PROCESSING:
        # What is being settled must not change under it; the next look wants it again.
        return None if is_same else Plan(before, WANT_AGAIN)
    if before.may_mend_itself or before.lacks_lines:
        if is_same and _says_the_same(judged, before):
            return _no_longer_wanted(before)
        return _plan_mended(judged, before, found, reading)
    if is_same:
        return _no_longer_wanted(before)
    return _plan_resting(judged, before, found, reading)


def _plan_pending(
    judged: Judged, before: Known, found: Sequence[Change], reading: Reading
) -> Plan | None:
    status, values, code, message = consequence(judged.verdict, reading)
    if status is not Status.PENDING_SYNC:
        check(Status.PENDING_SYNC, status)
    is_same_hold = (values.get("hold") or {}).get("code") == before.hold_code
    if status is Status.PENDING_SYNC and is_same_hold:
        values = _going_on(values)
        if before.content_hash == judged.ingested.content_hash or not found:
            return _plan_nothing_new(judged, before, values)
        if not before.hold_code and not message:
            code = "CHANGED_IN_AUTOTASK"
    step = step_of(reading, code, _sentence(message or _what_changed(before), found))
    return _plan(judged, before, (status, values), step)


def _going_on(values: dict[str, Any]) -> dict[str, Any]:
    """A hold that goes on keeps its beginning."""
    hold = values["hold"]
    if hold is None:
        return values
    kept = {name: value for name, value in values.items() if name != "hold"}
    return {**kept, "hold.message": hold["message"]}


def _plan_nothing_new(judged: Judged, before: Known, values: dict[str, Any]) -> Plan | None:
    is_same = before.content_hash == judged.ingested.content_hash
    if is_same and not before.hold_code and not before.look_again:
        return None
    content = {} if is_same else content_of(judged, before)
    return _silent(before, {**content, **values})


def _what_changed(before: Known) -> str:
    if before.hold_code == REFRESHING:
        return "Read again from Autotask; it goes to Xero with the next batch."
    if before.hold_code:
        return "Autotask has finished it; it goes to Xero with the next batch."
    return "Autotask changed it; the new data are used."


def _plan_mended(judged: Judged, before: Known, found: Sequence[Change], reading: Reading) -> Plan:
    """What Autotask gave us of it would not do: now it does, or something else is wrong with it."""
    target, values, code, message = consequence(judged.verdict, reading)
    if target is not before.status:
        check(before.status, target)
    if code != before.fault_code:
        message = f"{_mended(judged, before, found)} {message}".strip()
    step = step_of(reading, code, _sentence(message, found))
    return _plan(judged, before, (target, values), step)


def _mended(judged: Judged, before: Known, found: Sequence[Change]) -> str:
    """What has come right in Autotask; nothing when only something else came in its way."""
    invoice = judged.ingested.invoice
    is_mended = {
        "NO_LINES": bool(invoice.lines) and not invoice.is_voided,
        "AMOUNT_MISMATCH": bool(found) and not invoice.is_voided,
    }
    code = before.fault_code or ""
    return _MENDED[code] if is_mended.get(code, True) else ""


def plan_hidden(before: Known, reading: Reading) -> Plan:
    """Autotask does not show an invoice that waits: people are told, and its content stays."""
    target, values, code, message = consequence(Stopped(make_fault(NOT_SHOWN)), reading)
    check(before.status, target)
    # One without a route still waits for it, whatever becomes of this fault.
    kept = {name: value for name, value in values.items() if name != "unrouted"}
    return _move(before, kept, target, step_of(reading, code, message))


def _no_longer_wanted(before: Known) -> Plan | None:
    return Plan(before, {"$set": {"look_again": False}}) if before.look_again else None


def _plan_resting(judged: Judged, before: Known, found: Sequence[Change], reading: Reading) -> Plan:
    """A Complete, Fault, Skipped or traced invoice changed in Autotask."""
    invoice = judged.ingested.invoice
    if invoice.is_voided and not before.is_voided:
        return _plan_void(judged, before, found, reading)
    if not found and not judged.is_stand_in:
        return _silent(before, content_of(judged, before))
    values: dict[str, Any] = {}
    code, message = "CHANGED_IN_AUTOTASK", "Autotask changed it after it came to rest here."
    if judged.is_stand_in:
        message = (
            "Autotask changed it, and the ledger cannot keep what it sends now; "
            "what stands here is from before."
        )
    elif judged.is_unreadable:
        message = "Autotask changed it, and it cannot be read any more."
    message = _sentence(message, found)
    if before.status is Status.COMPLETE and not invoice.is_voided:
        values["notice"] = {"code": code, "message": message}
    return _plan(judged, before, (before.status, values), step_of(reading, code, message))


def _plan_void(judged: Judged, before: Known, found: Sequence[Change], reading: Reading) -> Plan:
    """A void goes on to Xero by itself, unless a person has it out of the queue or an option keeps it."""
    verdict = judged.verdict
    is_kept = isinstance(verdict, Admitted) and verdict.void is VoidRule.KEEP
    is_left = before.status in (Status.SKIPPED, Status.DIAGNOSTIC)
    if is_left or (is_kept and before.status is Status.COMPLETE):
        target, values = before.status, _kept(before, is_left=is_left)
        code, message = "VOIDED_IN_AUTOTASK", "Voided in Autotask."
    else:
        target, values, code, message = consequence(verdict, reading)
        check(before.status, target)
    step = step_of(reading, code, _sentence(message, found))
    return _plan(judged, before, (target, values), step)


def _kept(before: Known, *, is_left: bool) -> dict[str, Any]:
    """What tells that Xero's document lives on, if Xero has one."""
    if not before.is_in_xero:
        return {}
    why = f"it is {before.status.label.lower()} here" if is_left else "the option says so"
    message = f"Voided in Autotask; its document stays in Xero, because {why}."
    return {"notice": {"code": "VOIDED_KEPT", "message": message}}


def _plan(
    judged: Judged, before: Known, standing: tuple[Status, dict[str, Any]], step: Step
) -> Plan:
    status, values = standing
    return _move(before, {**content_of(judged, before), **values}, status, step)


def _move(before: Known, values: dict[str, Any], status: Status, step: Step) -> Plan:
    change: dict[str, Any] = {
        "$set": {
            "status": status.value,
            "updated_at": step.at,
            "look_again": False,
            "not_shown_since": None,
            **values,
        },
        "$inc": {"version": 1},
        "$push": {"history": history_entry(before.status, status, step)},
    }
    if status is not before.status:
        change["$unset"] = SHOWN_AGAIN
    return Plan(before, change, is_news=True)


def _silent(before: Known, values: dict[str, Any]) -> Plan:
    return Plan(before, {"$set": {**values, "look_again": False}, "$inc": {"version": 1}})


def _says_the_same(judged: Judged, before: Known) -> bool:
    """Of one that cannot be read the vendor's own words tell which field it is."""
    if not isinstance(judged.verdict, Stopped) or judged.verdict.fault.code != before.fault_code:
        return False
    return not judged.is_unreadable or judged.verdict.fault.vendor_text == before.fault_text


def _sentence(message: str, found: Sequence[Change]) -> str:
    return f"{message} {tell(found)}.".strip() if found else message
