"""Why a person's press changed nothing: somebody, or the product itself, was faster."""

from datetime import datetime, timedelta

from core.runtime.answers import Answer, problem
from core.store.invoices import Step
from core.store.invoices.records import steps
from services.xero_posting.people.request import Request

_DID = {
    "RESYNC": "resynced it",
    "SKIPPED_BY_HAND": "skipped it",
    "SKIP_TAKEN_BACK": "took the skip back",
    "TRACED": "put it into Diagnostic Mode",
    "RELEASED": "released it from Diagnostic Mode",
    "REMOVED": "removed it from the list",
    "BROUGHT_BACK": "brought it back to the list",
}


def conflict_of(request: Request, now: datetime) -> Answer | None:
    """Who did what and when since this person saw the record; None when nothing has happened."""
    if request.expected is None:
        return None
    known = steps(*request.where)
    if not known or len(known) == request.expected:
        return None
    since = known[request.expected :] or known[-1:]
    # What the product did after somebody's press follows from that press, which explains it.
    by_people = [step for step in since if step.code in _DID]
    return problem("conflict", f"{_told((by_people or since)[-1], now)} Nothing was changed.")


def _told(last: Step, now: datetime) -> str:
    when = ago(now - last.at)
    if last.code in _DID:
        return f"{last.by} {_DID[last.code]} {when}."
    return f"It went on {when}: {last.message.rstrip('.')}."


def ago(span: timedelta) -> str:
    """How long ago, in one unit; a clock that is behind by a moment makes it "just now"."""
    seconds = int(span.total_seconds())
    if seconds < 1:
        return "just now"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
