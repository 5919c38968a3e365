"""Pages: ascending ids, a cursor in the URL, and the way to the next page as the first call came."""

import json
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from sandbox.autotask.problems import invalid
from sandbox.autotask.query.reading import MAX_RECORDS

BEFORE_ALL: Final = -1


@dataclass(frozen=True, slots=True)
class Cursor:
    """Records after `start`; `earlier` are the starts of the pages before this one."""

    page_size: int
    start: int = BEFORE_ALL
    earlier: tuple[int, ...] = ()

    def after(self, last_id: int) -> "Cursor":
        return replace(self, start=last_id, earlier=(*self.earlier, self.start))

    def before(self) -> "Cursor | None":
        if not self.earlier:
            return None
        return replace(self, start=self.earlier[-1], earlier=self.earlier[:-1])

    def text(self) -> str:
        """As it stands in `paging=`."""
        cursor = {
            "pageSize": self.page_size,
            "previousIds": list(self.earlier),
            "nextIds": [self.start],
        }
        return json.dumps(cursor, separators=(",", ":"))


def cursor_from(text: str) -> Cursor:
    """The cursor of a page URL."""
    try:
        sent = json.loads(text)
        cursor = Cursor(
            page_size=int(sent["pageSize"]),
            start=int(sent["nextIds"][-1]),
            earlier=tuple(int(start) for start in sent["previousIds"]),
        )
    except (ValueError, TypeError, KeyError, IndexError):
        raise invalid("Invalid paging information.") from None
    if not 1 <= cursor.page_size <= MAX_RECORDS:
        raise invalid("Invalid paging information.")
    return cursor


def page_url(base: str, cursor: Cursor | None, search: str | None) -> str | None:
    """Pages of a GET carry their search; those of a POST must be POSTed with the filter again."""
    if cursor is None:
        return None
    url = f"{base}/query/next?paging={quote(cursor.text(), safe='')}"
    return url if search is None else f"{url}&search={quote(search, safe='')}"


def page_details(count: int, cursor: Cursor, urls: tuple[str | None, str | None]) -> dict[str, Any]:
    previous, following = urls
    return {
        "count": count,
        "requestCount": cursor.page_size,
        "prevPageUrl": previous,
        "nextPageUrl": following,
    }
