"""Taking an invoice off the list and bringing it back: nothing about it or in Xero changes."""

from collections.abc import Callable
from typing import Any

from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import invoices
from core.store.invoices import Step, removed
from services.xero_posting.people.conflicts import conflict_of
from services.xero_posting.people.request import Request, tell, unknown


class Removal:
    """Answers `remove` and `bring_back`."""

    def __init__(
        self,
        journal_for: Callable[[str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
    ) -> None:
        self._journal_for = journal_for
        self._announce = announce
        self._now = now

    def remove(self, request: Request) -> Answer:
        """Take it off the list; the next change of its status brings it back."""
        step = request.step("REMOVED", f"Removed from the list by {request.by}", self._now())
        is_done = removed.remove(*request.where, step, request.expected)
        return self._answer(request, step, is_done=is_done)

    def bring_back(self, request: Request) -> Answer:
        """Show it on the list again."""
        step = request.step("BROUGHT_BACK", f"Brought back by {request.by}", self._now())
        is_done = removed.bring_back(*request.where, step, request.expected)
        return self._answer(request, step, is_done=is_done)

    def _answer(self, request: Request, step: Step, *, is_done: bool) -> Answer:
        status = invoices.status_of(*request.where)
        if status is None:
            return unknown(request)
        if is_done:
            journal = self._journal_for(request.connection_id)
            tell(request, step, status, journal, self._announce)
            return done(status=status.value, message=step.message)
        if conflict := conflict_of(request, step.at):
            return conflict
        if status not in removed.MAY_BE_REMOVED:
            message = f"It is {status.label} and stays on the list until it has come to rest."
            return problem("conflict", message)
        place = "off" if removed.is_removed(*request.where) else "on"
        return problem("conflict", f"It is {place} the list already.")
