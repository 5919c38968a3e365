"""Drafts: options as a person wants them, looked at before they count; forgotten after a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.domain.setting_rows import Change, change_form, change_from
from core.store.documents import SettingDraftDocument
from core.store.views.reading import collection, read

_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """`based_on` is the version of the options that the person saw; `source` is form, csv or fix."""

    id: str
    connection: str
    by: str
    section: str
    source: str
    changes: tuple[Change, ...]
    based_on: int
    created_at: datetime


@read
def create(draft: Draft) -> None:
    collection(SettingDraftDocument).insert_one(
        {
            "_id": draft.id,
            "connection": draft.connection,
            "by": draft.by,
            "section": draft.section,
            "source": draft.source,
            "rows": [change_form(each) for each in draft.changes],
            "based_on": draft.based_on,
            "created_at": draft.created_at,
            "expires_at": draft.created_at + _KEPT_FOR,
        }
    )


@read
def get(connection_id: str, draft_id: str) -> Draft | None:
    """None for one of another connection, and for one that was forgotten."""
    wanted = {"_id": draft_id, "connection": connection_id}
    found = collection(SettingDraftDocument).find_one(wanted)
    return _draft(found) if found else None


@read
def settle(draft: Draft, changes: Iterable[Change], based_on: int) -> bool:
    """Put other rows in the place of those that were looked at; False when they are others now."""
    wanted = {"_id": draft.id, "based_on": draft.based_on}
    told = {"rows": [change_form(each) for each in changes], "based_on": based_on}
    result = collection(SettingDraftDocument).update_one(wanted, {"$set": told})
    return bool(result.matched_count)


@read
def discard(draft: Draft) -> None:
    collection(SettingDraftDocument).delete_one({"_id": draft.id})


def _draft(stored: dict[str, Any]) -> Draft:
    return Draft(
        id=stored["_id"],
        connection=stored["connection"],
        by=stored["by"],
        section=stored.get("section") or "",
        source=stored["source"],
        changes=tuple(change_from(each) for each in stored.get("rows") or ()),
        based_on=int(stored.get("based_on") or 0),
        created_at=stored["created_at"],
    )
