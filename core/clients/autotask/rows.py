"""Many rows with few questions: by windows, by lists of ids, in groups, whole lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from core.clients.autotask.door import AutotaskDoor
from core.clients.autotask.fields import TranslationError
from core.clients.autotask.pages import Raw, RawPage
from core.clients.autotask.query import Filter, among, any_of, where

# Each value of an `in` list is one of the 500 OR conditions; the rest is room for the others.
_KNOWN_IDS_A_QUERY = 400
_IDS_A_QUERY = 500

_Translated = TypeVar("_Translated")


class Rows:
    """Reads rows of an entity through a door."""

    def __init__(self, door: AutotaskDoor) -> None:
        self._door = door

    def windowed(
        self,
        entity: str,
        fields: Sequence[str],
        window: Sequence[Filter],
        wanted: Sequence[int],
        after_id: int,
    ) -> RawPage:
        now = wanted[:_KNOWN_IDS_A_QUERY]
        either = any_of(*window, *([among("id", now)] if now else []))
        if len(wanted) == len(now):
            return self._door.page(entity, [either], fields, after_id)
        edge = now[-1]
        page = self._door.page(entity, [where("lte", "id", edge), either], fields, after_id)
        last_id = edge if page.is_last else page.last_id
        return RawPage(page.rows, False, last_id, page.unusable)

    def by_ids(
        self,
        entity: str,
        field: str,
        ids: Sequence[int],
        include: Sequence[str] = (),
        extra: Sequence[Filter] = (),
    ) -> Iterator[Raw]:
        room = _IDS_A_QUERY if not extra else _KNOWN_IDS_A_QUERY
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), room):
            few = among(field, wanted[start : start + room])
            yield from self._door.all_rows(entity, [few, *extra], include)

    def grouped(
        self, entity: str, field: str, ids: Sequence[int], include: Sequence[str]
    ) -> dict[int, list[Raw]]:
        groups: dict[int, list[Raw]] = {number: [] for number in ids}
        for row in self.by_ids(entity, field, ids, include):
            if (owner := row.get(field)) in groups:
                groups[owner].append(row)
        return groups

    def whole_list(
        self,
        entity: str,
        translate_row: Callable[[Mapping[str, Any]], _Translated],
        include: Sequence[str] = (),
    ) -> list[_Translated]:
        """A row that cannot be read is left out: what needs it says that it is unknown."""
        rows = self._door.all_rows(entity, (), include)
        return list(readable(rows, translate_row, lambda _: None))


def readable(
    rows: Iterable[Raw],
    translate_row: Callable[[Mapping[str, Any]], _Translated],
    unreadable: Callable[[TranslationError], None] | None,
) -> Iterator[_Translated]:
    for row in rows:
        try:
            yield translate_row(row)
        except TranslationError as error:
            if unreadable is None:
                raise
            unreadable(error)
