"""From what a person entered to a draft: only what that person changed, on what that person saw."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from flask import abort

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_merge import SettingChange, as_seen
from core.domain.setting_rows import Change, Row, apply_rows, differences
from core.runtime.clock import utc_now
from core.store import setting_drafts
from core.store.setting_drafts import Draft
from core.store.views import options as store
from gateway.gate import principal
from gateway.pages.configuration.desk import Desk


def changes_of(
    desk: Desk, rows: Iterable[Row], values: Mapping[str, Any], based_on: int
) -> tuple[Change, ...]:
    """What these rows and options change; raises what the settings object to."""
    seen = as_seen(desk.options.dump, since(desk, based_on))
    wanted = ConnectionSettings.model_validate(apply_rows(seen, rows) | dict(values))
    return differences(seen, wanted.model_dump(mode="json"))


def since(desk: Desk, based_on: int) -> tuple[SettingChange, ...]:
    """What others have saved after a version."""
    if based_on >= desk.options.version:
        return ()
    if desk.options.version - based_on > store.MOST_SINCE:
        abort(
            409, "The options were saved hundreds of times since this page was read; read it again."
        )
    return store.since(desk.connection.id, based_on)


def begin(
    desk: Desk, section: str, source: str, changes: tuple[Change, ...], based_on: int
) -> Draft:
    """Keep them as a draft of whoever is asking."""
    draft = Draft(
        id=uuid4().hex,
        connection=desk.connection.id,
        by=principal().name,
        section=section,
        source=source,
        changes=changes,
        based_on=based_on,
        created_at=utc_now(),
    )
    setting_drafts.create(draft)
    return draft
