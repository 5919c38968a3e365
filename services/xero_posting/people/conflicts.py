"""Why a person's press changed nothing: somebody, or the product itself, was faster."""

from datetime import datetime, timedelta

from core.runtime.answers import Answer, problem
from core.store.invoices import Step

_DID = {
    "RESYNC": "resynced it",
    "SKIPPED_BY_HAND": "skipped it",
    "SKIP_TAKEN_BACK": "took the skip back",
    "TRACED": "put it into Diagnostic Mode",
    "RELEASED": "released it from Diagnostic Mode",
    "REMOVED": "removed it from the list",
    "BROUGHT_BACK": "brought it back to the list",
}


def changed_meanwhile(last: Step, now: datetime) -> Answer:
    """Who did what and when, from the last step of the record's history."""
    when = ago(now - last.at)
    if last.code in _DID:
        text = f"{last.by} {_DID[last.code]} {when}."
    else:
        text = f"It went on {when}: {last.message}"
    return problem("conflict", f"{text} Nothing was changed.")


def ago(span: timedelta) -> str:
    """How long ago, in one unit; a clock that is behind by a moment makes it "just now"."""
    seconds = int(span.total_seconds())
    if seconds < 1:
        return "just now"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
