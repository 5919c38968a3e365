"""One authenticated call to Autotask, and all pages of a query."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from core.clients.autotask.answers import read_answer
from core.clients.autotask.entities import AutotaskCredentials
from core.clients.autotask.query import PAGE_SIZE, Filter, query, where
from core.clients.budget import Budget, spend
from core.clients.exact_json import dump
from core.clients.http import Http, HttpRequest
from core.domain.errors import RateLimitedError, UnavailableError

Raw = dict[str, Any]


class RawPage(NamedTuple):
    """Rows in order of id; `is_last` when Autotask has no more for this filter."""

    rows: tuple[Raw, ...]
    is_last: bool
    last_id: int


class AutotaskDoor:
    """Knows the address, the headers and the budget; knows nothing of invoices."""

    def __init__(
        self, credentials: AutotaskCredentials, http: Http, budget: Budget, zone_url: str | None
    ) -> None:
        self._credentials = credentials
        self._http = http
        self._budget = budget
        self._zone_url = zone_url

    def get(self, path: str) -> Raw:
        return self._send(self._request("GET", path))

    def patch(self, path: str, fields: Raw) -> Raw:
        """Change some fields; PATCH leaves the others alone, PUT would empty them."""
        return self._send(self._request("PATCH", path, dump(fields)))

    def page(
        self, entity: str, filters: Sequence[Filter], include: Iterable[str], after_id: int
    ) -> RawPage:
        """Read one page of rows whose id is above `after_id`.

        Asking again from the last id is Autotask's own advice and the sturdiest way: it needs no
        page address, and rows that come or go don't shift it (REST_Advanced_Query_Features).
        """
        body = query([where("gt", "id", after_id), *filters], include)
        answer = self._send(self._request("POST", f"{entity}/query", body, only_asks=True))
        rows, details = answer.get("items"), answer.get("pageDetails")
        if not isinstance(rows, list) or not isinstance(details, dict):
            raise UnavailableError(f"Autotask's answer for {entity} has an unknown shape.")
        _check_order(entity, rows, after_id)
        has_more = len(rows) >= PAGE_SIZE or bool(details.get("nextPageUrl"))
        if has_more and not rows:
            raise UnavailableError(f"Autotask promised more {entity} but sent none.")
        return RawPage(tuple(rows), not has_more, rows[-1]["id"] if rows else after_id)

    def all_rows(
        self, entity: str, filters: Sequence[Filter] = (), include: Iterable[str] = ()
    ) -> Iterator[Raw]:
        """Read every page. Ids start at 0 (the tenant's own company), hence -1."""
        fields, last_id, is_last = tuple(include), -1, False
        while not is_last:
            rows, is_last, last_id = self.page(entity, filters, fields, last_id)
            yield from rows

    def look_up_zone(self, discovery_url: str) -> Raw:
        """Ask where the user's tenant lives; needs no secret and costs no thread (API_Zones)."""
        request = HttpRequest(
            service="autotask",
            method="GET",
            url=f"{discovery_url.rstrip('/')}/atservicesrest/v1.0/zoneInformation",
            query=(("user", self._credentials.user),),
            headers={"Accept": "application/json"},
        )
        return read_answer(request, self._http.send(request))

    def _request(
        self, method: str, path: str, body: bytes | None = None, *, only_asks: bool = False
    ) -> HttpRequest:
        if not self._zone_url:
            raise ValueError("the zone of this tenant is not known yet")
        return HttpRequest(
            service="autotask",
            method=method,
            url=f"{self._zone_url.rstrip('/')}/V1.0/{path}",
            headers={
                "UserName": self._credentials.user,
                "Secret": self._credentials.secret,
                "ApiIntegrationCode": self._credentials.integration_code,
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            body=body,
            only_asks=only_asks,
        )

    def _send(self, request: HttpRequest) -> Raw:
        response = spend(self._budget, self._http, request)
        try:
            return read_answer(request, response)
        except RateLimitedError as error:
            self._budget.blocked(error.until, error.limit)
            raise


def _check_order(entity: str, rows: list[Any], after_id: int) -> None:
    """Refuse a page that would make us skip rows: ids must go up, from above where we asked."""
    previous = after_id
    for row in rows:
        number = row.get("id") if isinstance(row, dict) else None
        if not isinstance(number, int) or number <= previous:
            raise UnavailableError(f"Autotask repeated or mixed up a page of {entity}.")
        previous = number
