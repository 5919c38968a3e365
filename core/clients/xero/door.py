"""One call to Xero for a tenant, and all pages of a list."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from core.clients.budget import Budget, spend
from core.clients.http import Http, HttpRequest, HttpResponse
from core.clients.xero.answers import broken, read_answer
from core.clients.xero.fields import Element
from core.domain.errors import RateLimitedError, UnauthorizedError

Query = tuple[tuple[str, str], ...]


class XeroDoor:
    """Knows the address, the headers and the budget; knows nothing of invoices."""

    def __init__(
        self,
        tenant_id: str,
        access_token: Callable[[], str],
        http: Http,
        budget: Budget,
        api_url: str,
        renew_token: Callable[[], None] | None = None,
    ) -> None:
        self._tenant_id = tenant_id
        self._access_token = access_token
        self._http = http
        self._budget = budget
        self._api_url = api_url.rstrip("/")
        self._renew_token = renew_token

    def get(self, path: str, query: Query = (), modified_since: datetime | None = None) -> Element:
        """Read a resource. `modified_since` is sent to the second, as Xero compares it."""
        headers = {}
        if modified_since is not None:
            moment = modified_since.astimezone(UTC).replace(tzinfo=None)
            headers["If-Modified-Since"] = moment.isoformat(timespec="seconds")
        return self._ask(lambda: self._request("GET", path, query, headers))[1]

    def upload(
        self, method: str, path: str, content: bytes, content_type: str, key: str
    ) -> tuple[HttpRequest, Element]:
        """Send a file; the same file again would do no harm, so an expired token is renewed."""
        headers = {"Idempotency-Key": key, "Content-Type": content_type}
        return self._ask(lambda: self._request(method, path, (), headers, content))

    def _ask(self, make_request: Callable[[], HttpRequest]) -> tuple[HttpRequest, Element]:
        """Ask, and ask once more with a new token when Xero says that ours has expired."""
        request = make_request()
        try:
            return request, self._answer(request)
        except UnauthorizedError as error:
            if not error.expired or self._renew_token is None:
                raise
        self._renew_token()
        request = make_request()
        return request, self._answer(request)

    def _answer(self, request: HttpRequest) -> Element:
        answer, _ = self._exchange(request)
        if not isinstance(answer, dict):
            raise broken(request, "Xero's answer has an unknown shape.")
        return Element(answer)

    def rows(self, path: str, query: Query = (), key: str | None = None) -> list[Element]:
        """Read a resource that comes whole."""
        return self.get(path, query).elements(key or path)

    def all_rows(
        self,
        path: str,
        query: Query,
        page_size: int,
        modified_since: datetime | None = None,
    ) -> Iterator[Element]:
        """Read every page of a list."""
        page, is_last = 0, False
        while not is_last:
            page += 1
            rows, is_last = self.page(path, query, page, page_size, modified_since)
            yield from rows

    def page(
        self,
        path: str,
        query: Query,
        page: int,
        page_size: int,
        modified_since: datetime | None = None,
    ) -> tuple[list[Element], bool]:
        """Read one page; the second value tells whether it is the last.

        The page count in the answer saves the call that would only find an empty page.
        """
        paging = (("page", str(page)), ("pageSize", str(page_size)))
        answer = self.get(path, query + paging, modified_since)
        rows = answer.elements(path)
        page_count = answer.inside("pagination").text("pageCount")
        if page_count.isdecimal():
            return rows, page >= int(page_count)
        return rows, len(rows) < page_size

    def write(
        self,
        method: str,
        path: str,
        query: Query,
        body: bytes,
        key: str,
        leaving: Callable[[], None],
    ) -> tuple[HttpRequest, Any, HttpResponse]:
        """Send a change with these bytes and this key, once. The caller judges the elements."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json; charset=utf-8"}
        request = self._request(method, path, query, headers, body)
        answer, response = self._exchange(request, leaving)
        return request, answer, response

    def connections(self) -> Any:
        """List what the consent opened; belongs to no tenant, so it costs no tenant's call."""
        request = HttpRequest(
            "xero", "GET", f"{self._api_url}/connections", headers=self._authorization()
        )
        answer = read_answer(request, self._http.send(request))
        if not isinstance(answer, list):
            raise broken(request, "Xero's list of connections has an unknown shape.")
        return answer

    def _request(
        self,
        method: str,
        path: str,
        query: Query,
        headers: dict[str, str],
        body: bytes | None = None,
    ) -> HttpRequest:
        return HttpRequest(
            service="xero",
            method=method,
            url=f"{self._api_url}/api.xro/2.0/{path}",
            query=query,
            headers=self._authorization() | {"Xero-Tenant-Id": self._tenant_id} | headers,
            body=body,
        )

    def _authorization(self) -> dict[str, str]:
        """Without Accept, Xero answers in XML."""
        return {"Authorization": f"Bearer {self._access_token()}", "Accept": "application/json"}

    def _exchange(
        self, request: HttpRequest, leaving: Callable[[], None] | None = None
    ) -> tuple[Any, HttpResponse]:
        response = spend(self._budget, self._http, request, leaving)
        try:
            return read_answer(request, response), response
        except RateLimitedError as error:
            self._budget.blocked(error.until, error.limit)
            raise
