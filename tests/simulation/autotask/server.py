"""Autotask's door: queries over what is there at that moment, a page at a time, with faults."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from tests.simulation.autotask.bills import Tenant
from tests.simulation.autotask.faults import AutotaskFault

Row = dict[str, Any]
_THREADS = {"errors": ["The thread threshold of 3 threads has been exceeded by your account."]}
_HOURLY = {"errors": ["The allowed request threshold of 10000 requests per hour was reached."]}
_ERROR = {"errors": ["An error has occurred while processing the query."]}


class Server:
    """Answers one call; `page_size` is small, so that small worlds have pages."""

    def __init__(self, tenant: Tenant, page_size: int, *, is_by_day: bool) -> None:
        self._tenant = tenant
        self._page_size = page_size
        self._is_by_day = is_by_day
        # Rows that were kept from an answer without a word: looks may miss them.
        self.hidden: set[int] = set()

    def answer(self, entity: str, body: bytes, fault: AutotaskFault) -> tuple[int, bytes]:
        match fault.name:
            case "error":
                return 500, json.dumps(_ERROR).encode()
            case "threads":
                return 429, json.dumps(_THREADS).encode()
            case "hourly":
                return 429, json.dumps(_HOURLY).encode()
            case "offline":
                return 503, b"<html>Service unavailable</html>"
        return 200, self._page(entity, json.loads(body), fault)

    def _page(self, entity: str, asked: Row, fault: AutotaskFault) -> bytes:
        filters = asked["filter"]
        if fault.name == "repeated":
            # The page before is sent once more.
            filters = [each for each in filters if each.get("op") != "gt"]
        fits = [row for row in self._tenant.rows(entity) if self._fits_all(row, filters)]
        page, has_more = fits[: self._page_size], len(fits) > self._page_size
        told = len(page)
        if fault.name == "short" and page:
            page = page[:-1]
        elif fault.name == "hole" and page:
            gone = page.pop(fault.ms % len(page))
            self.hidden.add(gone["invoiceID"] if entity == "BillingItems" else gone["id"])
            told = len(page)
        elif fault.name == "cut" and page:
            self.hidden |= {_owner(entity, row) for row in fits[len(page) // 2 :]}
            page, has_more = page[: len(page) // 2], False
            told = len(page)
        after = "https://autotask/next" if has_more else None
        if has_more and not page:
            after = None
        details = {"count": told, "requestCount": 500, "prevPageUrl": None, "nextPageUrl": after}
        text = json.dumps({"items": page, "pageDetails": details}).encode()
        return text[: len(text) // 2] if fault.name == "malformed" else text

    def _fits_all(self, row: Row, filters: list[Row]) -> bool:
        return all(self._fits(row, each) for each in filters)

    def _fits(self, row: Row, condition: Row) -> bool:
        op = condition["op"]
        if op == "and":
            return self._fits_all(row, condition["items"])
        if op == "or":
            return any(self._fits(row, each) for each in condition["items"])
        value, wanted = row.get(condition["field"]), condition.get("value")
        if value is None:
            return False
        if condition["field"] in ("createDateTime", "voidedDate"):
            value, wanted = _moment(value, self._is_by_day), _moment(wanted, self._is_by_day)
        return _OPERATORS[op](value, wanted)


@lru_cache(maxsize=1_024)
def _moment(text: str, is_by_day: bool) -> Any:
    moment = datetime.fromisoformat(text)
    return moment.date() if is_by_day else moment


def _owner(entity: str, row: Row) -> int:
    return int(row["invoiceID"] if entity == "BillingItems" else row["id"])


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: value == wanted,
    "gt": lambda value, wanted: value > wanted,
    "gte": lambda value, wanted: value >= wanted,
    "lt": lambda value, wanted: value < wanted,
    "lte": lambda value, wanted: value <= wanted,
    "in": lambda value, wanted: value in wanted,
}
