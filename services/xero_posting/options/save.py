"""Saves options of a connection after they were checked, as a whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from core.domain.events import Event
from core.domain.setting_merge import Clash, SettingChange, as_seen, clashes
from core.domain.setting_rows import Change, apply_rows, differences, row_from
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store import options, setting_changes
from core.store.options import StoredOptions
from core.store.setting_changes import MOST_SINCE
from services.xero_posting.lists.live import Freshen
from services.xero_posting.options import checking

_OPTIONS = frozenset(ConnectionSettings.model_fields)
_TOO_OLD = "The options were saved {saves:,} times since these were read; look at them again."


@dataclass(frozen=True, slots=True)
class Wish:
    """What options are to become: whole ones by their names, or rows of them as they travel, or both.

    `based_on` is the version of the options that the person saw; None: whatever they are now.
    """

    by: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    based_on: int | None = None
    reason: str = ""


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

    def save(self, connection_id: str, wish: Wish) -> Answer:
        """Change what is wished for and leave the rest.

        With a problem that blocks and was not there before nothing is saved; the answer lists all
        problems either way. Nor is anything saved where somebody else has changed the same row since
        the person looked: those rows are the answer's `conflicts`.
        """
        before = options.stored(connection_id)
        if before is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        if wish.based_on is not None and before.version - wish.based_on > MOST_SINCE:
            return problem("conflict", _TOO_OLD.format(saves=before.version - wish.based_on))
        try:
            present = _whole(_known(before.settings))
            wanted, found = self._merge(connection_id, before, present, wish)
        except ValidationError as error:
            return done(problems=checking.invalid(error), not_read=[], saved=False)
        except ValueError as error:
            return problem("invalid", str(error))
        if found:
            return done(saved=False, problems=[], not_read=[], conflicts=[_told(e) for e in found])
        checked = checking.check(connection_id, wanted, self._freshen)
        if not checked["ok"] or checking.blocking(checked["problems"]):
            return {**checked, "saved": False}
        changes = differences(present, wanted)
        return checked | self._replace(connection_id, before, wanted, changes, wish)

    def _merge(
        self, connection_id: str, before: StoredOptions, present: dict[str, Any], wish: Wish
    ) -> tuple[dict[str, Any], tuple[Clash, ...]]:
        """The options with the wish laid over what others have saved since, and where it clashes."""
        since: tuple[SettingChange, ...] = ()
        if wish.based_on is not None and wish.based_on < before.version:
            since = setting_changes.since(connection_id, wish.based_on, before.newest)
        seen = as_seen(present, since)
        rows = [row_from(each) for each in wish.rows]
        mine = differences(seen, _whole(apply_rows(seen, rows) | dict(wish.changes)))
        return _whole(apply_rows(present, [each.row for each in mine])), clashes(mine, since)

    def _replace(
        self,
        connection_id: str,
        before: StoredOptions,
        wanted: dict[str, Any],
        changes: tuple[Change, ...],
        wish: Wish,
    ) -> Answer:
        names = list(dict.fromkeys(each.option for each in changes))
        message = f"{wish.by} changed {', '.join(sorted(names)) or 'nothing'}."
        if not changes:
            return done(saved=True, changed=[], message=message, version=before.version)
        change = SettingChange(before.version + 1, wish.by, self._now(), changes, wish.reason)
        settings = ConnectionSettings.model_validate(wanted)
        if not options.replace(connection_id, before, settings, change):
            return problem(
                "conflict", "Somebody else has changed the options just now; look again."
            )
        journal = self._journal_for(connection_id)
        journal.info("SETTINGS_CHANGED", message)
        journal.flush()
        self._announce(Event.CONNECTION_CHANGED, {"connection_id": connection_id})
        return done(saved=True, changed=sorted(names), message=message, version=change.version)


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Without what another version of the product has stored."""
    return {name: each for name, each in settings.items() if name in _OPTIONS}


def _whole(settings: Mapping[str, Any]) -> dict[str, Any]:
    """All options in the form in which they are stored; raises what pydantic objects to."""
    return ConnectionSettings.model_validate(settings).model_dump(mode="json")


def _told(clash: Clash) -> dict[str, Any]:
    return {
        "option": clash.mine.option,
        "key": list(clash.mine.key),
        "mine": clash.mine.after,
        "theirs": clash.theirs.after,
        "by": clash.by,
        "at": clash.at.isoformat(),
    }
