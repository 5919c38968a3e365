"""One authenticated call to Autotask, and all pages of a query."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from core.clients.autotask.answers import read_answer
from core.clients.autotask.entities import AutotaskCredentials
from core.clients.autotask.metadata import check
from core.clients.autotask.pages import Raw, RawPage, read_page
from core.clients.autotask.query import Filter, query, where
from core.clients.budget import Budget, spend
from core.clients.exact_json import dump
from core.clients.http import Http, HttpRequest
from core.domain.errors import (
    RateLimitedError,
    SignInStoppedError,
    UnauthorizedError,
)


class SignIn(Protocol):
    """Whoever knows what becomes of a sign-in that Autotask refuses."""

    def refused(self, zone_url: str, error: UnauthorizedError) -> str | None:
        """Return where the tenant lives now, if it has moved; None when the sign-in is wrong."""


class AutotaskDoor:
    """Knows the address, the headers and the budget; knows nothing of invoices."""

    def __init__(
        self,
        credentials: AutotaskCredentials,
        http: Http,
        budget: Budget,
        zone_url: str | None,
        sign_in: SignIn | None = None,
    ) -> None:
        self._credentials = credentials
        self._http = http
        self._budget = budget
        self._zone_url = zone_url
        self._sign_in = sign_in

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
        wanted = (where("gt", "id", after_id), *filters)
        fields = tuple(include)
        check(entity, wanted, fields)
        body = query(wanted, fields)
        answer = self._send(self._request("POST", f"{entity}/query", body, only_asks=True))
        return read_page(entity, answer, after_id)

    def all_rows(
        self, entity: str, filters: Sequence[Filter] = (), include: Iterable[str] = ()
    ) -> Iterator[Raw]:
        """Read every page. Ids start at 0 (the tenant's own company), hence -1.

        A row without a usable id comes as well: whoever reads it says what is wrong with it.
        """
        fields, last_id, is_last = tuple(include), -1, False
        while not is_last:
            page = self.page(entity, filters, fields, last_id)
            is_last, last_id = page.is_last, page.last_id
            yield from page.rows
            yield from (row for row in page.unusable if isinstance(row, dict))

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
        return HttpRequest(
            service="autotask",
            method=method,
            url=self._address(path),
            headers={
                "UserName": self._credentials.user,
                "Secret": self._credentials.secret,
                "ApiIntegrationCode": self._credentials.integration_code,
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            body=body,
            only_asks=only_asks,
            endpoint=_endpoint(path),
        )

    def _address(self, path: str) -> str:
        if not self._zone_url:
            raise ValueError("the zone of this tenant is not known yet")
        return f"{self._zone_url.rstrip('/')}/V1.0/{path}"

    def _send(self, request: HttpRequest) -> Raw:
        """Send; once more elsewhere when the tenant has moved, which shows as a 401 (API_Zones)."""
        try:
            return self._ask(request)
        except SignInStoppedError:
            raise
        except UnauthorizedError as error:
            here = self._zone_url or ""
            there = self._sign_in.refused(here, error) if self._sign_in else None
            if there is None:
                raise
        self._zone_url = there
        try:
            return self._ask(replace(request, url=there.rstrip("/") + _behind(here, request.url)))
        except UnauthorizedError as error:
            if self._sign_in:
                self._sign_in.refused(there, error)
            raise

    def _ask(self, request: HttpRequest, turns: int = 3) -> Raw:
        """Send; a call that Autotask turns away for others in flight waits its turn again.

        It was refused before anything was done, so even a change may go once more.
        """
        response = spend(self._budget, self._http, request)
        try:
            return read_answer(request, response)
        except RateLimitedError as error:
            self._budget.blocked(error.until, error.limit)
            if error.limit != "threads" or turns == 1:
                raise
        return self._ask(request, turns - 1)


def _behind(zone_url: str, url: str) -> str:
    return url.removeprefix(zone_url.rstrip("/"))


def _endpoint(path: str) -> str:
    """What Autotask counts calls at once by: the entity; what hangs on a record is its own."""
    parts = path.split("/")
    hangs = len(parts) == 3 and parts[1].isdecimal()
    return f"{parts[0]}/{parts[2]}" if hangs else parts[0]
