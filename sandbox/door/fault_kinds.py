"""What each fault does, in a sentence, for whoever arms one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_SECONDS = {"seconds": "how long, at most 3600"}
_RETRY_AFTER = {"retry_after": "the Retry-After header, null for none"}


@dataclass(frozen=True)
class FaultKind:
    """A fault by name; `acts_as` names the effect when that has another name.

    One that `stands` meets every call beside others until it has struck so often as it was armed
    for; a call that it finds nothing in does not count.
    """

    name: str
    says: str
    needs: Mapping[str, str] = field(default_factory=dict)
    acts_as: str = ""
    endpoint: str = "*"
    stands: bool = False

    def described(self) -> dict[str, Any]:
        """As the door shows it."""
        return {
            "name": self.name,
            "says": self.says,
            "needs": dict(self.needs),
            "endpoint": self.endpoint,
        }


# What the machinery does by itself.
GENERIC: tuple[FaultKind, ...] = (
    FaultKind("drop_before_commit", "The connection closes without an answer; nothing was done."),
    FaultKind("drop_after_commit", "The connection closes without an answer; all was done."),
    FaultKind("error_before_commit", "The vendor's 500; nothing was done."),
    FaultKind("error_after_commit", "The vendor's 500; all was done."),
    FaultKind("timeout_before_commit", "No answer for so long; nothing was done.", _SECONDS),
    FaultKind("timeout_after_commit", "All was done, then no answer for so long.", _SECONDS),
    FaultKind("late_commit", "The connection closes; all is done so much later.", _SECONDS),
    FaultKind("reset_mid_response", "All was done; a reset comes after half of the answer."),
    FaultKind("truncated_body", "All was done; the answer is well framed and half as long."),
    FaultKind("html_body", "All was done; a proxy answers with a page and 200."),
    FaultKind("empty_body", "All was done; the answer is a 200 without a body."),
    FaultKind("gzip_broken", "All was done; the answer says gzip and is none."),
    FaultKind("duplicated_answer", "All was done; the answer comes twice on one connection."),
    FaultKind("slow", "All was done; the answer comes so much later.", _SECONDS),
    FaultKind("slow_drip", "All was done; the answer comes in drops for so long.", _SECONDS),
)
GENERIC_NAMES = frozenset(kind.name for kind in GENERIC)

# Answers that vendors have in their own shape, for those that say nothing of their own.
USUAL: Mapping[str, FaultKind] = {
    kind.name: kind
    for kind in (
        FaultKind("unavailable", "The vendor's 503; nothing was done."),
        FaultKind("maintenance", "The vendor's 503 for maintenance; nothing was done."),
        FaultKind("unauthorized", "The vendor's 401; nothing was done."),
        FaultKind("rate_limited_concurrent", "Too many calls at once.", _RETRY_AFTER),
        FaultKind("rate_limited_hour", "The calls of the hour are used up.", _RETRY_AFTER),
        FaultKind("repeated_page", "A later page is the one before it again."),
        FaultKind("short_page", "A page has fewer rows than it should."),
    )
}
