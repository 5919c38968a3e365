"""Saves options of a connection after they were checked, as a whole or not at all."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from core.domain.events import Event
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import options
from services.xero_posting.lists.live import Freshen
from services.xero_posting.options import checking


class SaveSettings:
    """Answers `save_settings`."""

    def __init__(
        self,
        journal_for: Callable[[str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
        freshen: Freshen,
    ) -> None:
        self._freshen = freshen
        self._journal_for = journal_for
        self._announce = announce
        self._now = now

    def save(self, connection_id: str, changes: dict[str, Any], by: str) -> Answer:
        """Change these options and leave the others.

        With a problem that blocks and was not there before nothing is saved; the answer lists all
        problems either way.
        """
        before = options.stored(connection_id)
        if before is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        known = ConnectionSettings.model_fields
        wanted = {name: value for name, value in before.items() if name in known} | changes
        checked = checking.check(connection_id, wanted, self._freshen)
        if not checked["ok"] or checking.blocking(checked["problems"]):
            return {**checked, "saved": False}
        saved = self._replace(connection_id, before, wanted, by)
        return checked | saved

    def _replace(
        self,
        connection_id: str,
        before: dict[str, Any],
        wanted: dict[str, Any],
        by: str,
    ) -> Answer:
        try:
            settings = ConnectionSettings.model_validate(wanted)
        except ValidationError as error:
            return problem("invalid", str(error))
        if not options.replace(connection_id, before, settings, self._now()):
            return problem(
                "conflict", "Somebody else has changed the options just now; look again."
            )
        changed = sorted(
            name
            for name, value in settings.model_dump(mode="json").items()
            if value != before.get(name)
        )
        message = f"{by} changed {', '.join(changed) or 'nothing'}."
        journal = self._journal_for(connection_id)
        journal.info("SETTINGS_CHANGED", message)
        journal.flush()
        self._announce(Event.CONNECTION_CHANGED, {"connection_id": connection_id})
        return done(saved=True, changed=changed, message=message)
