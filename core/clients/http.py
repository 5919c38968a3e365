"""The one door out: every call to a vendor passes here, once, with explicit timeouts.

No retries and no redirects: exactly-once needs control of every send (design.md section 6), so the
only retry layer is the ledger's. Failures of transport are judged by what they leave open: when
nothing can have left, or when only a question was asked, it is UnavailableError; when a change was
on its way, OutcomeUnknownError. Statuses are the business of the clients, because the vendors mean
different things by the same number.
"""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from typing import NoReturn
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import DecodeError, HTTPError

from core.clients.kept_bodies import kept
from core.clients.transport_failures import nothing_left, reason_of
from core.domain.errors import OutcomeUnknownError, UnauthorizedError, UnavailableError

# Autotask's largest documented answer is an attachment of 7 MB, Xero's cap is 10 MB a request;
# beyond this something else is talking.
_MAX_ANSWER_BYTES = 64 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_NAMES = {"autotask": "Autotask", "xero": "Xero"}
_FAILED = 400
_SECRET_PARAMETERS = frozenset({"code", "state", "token", "access_token", "refresh_token"})


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One call. `only_asks` marks a POST that changes nothing (a query, a token).

    `endpoint` names the kind of record, where the vendor limits calls at once by that. Of one that
    `is_secret` neither body is ever kept.
    """

    service: str
    method: str
    url: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    only_asks: bool = False
    endpoint: str = ""
    is_secret: bool = False

    @property
    def may_change(self) -> bool:
        return not self.only_asks and self.method not in ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A complete answer. Header names are compared without regard to case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What is remembered of a call: enough to explain it, nothing that opens a door.

    `status` is None when no complete answer came; `problem` then says why. `correlation_id` is the
    vendor's own when it gives one, else one of ours. `request` and `answer` are the beginnings of
    both bodies, of calls that failed only.
    """

    service: str
    method: str
    path: str
    query: str
    status: int | None
    duration_ms: int
    problem: str | None
    correlation_id: str
    request: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)


class Http:
    """Sends requests over pooled connections; safe to share between threads and greenlets."""

    def __init__(
        self,
        connect_timeout: float,
        read_timeout: float,
        pool_size: int = 10,
        on_call: Callable[[CallRecord], None] | None = None,
        *,
        session: requests.Session | None = None,
    ) -> None:
        self._timeouts = (connect_timeout, read_timeout)
        self._on_call = on_call
        self._session = session or _open_session(pool_size)

    def observed_by(self, on_call: Callable[[CallRecord], None]) -> "Http":
        """Return the same door (same connections) with another observer."""
        return Http(*self._timeouts, on_call=on_call, session=self._session)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send once and read the whole answer, whatever its status.

        Raises UnavailableError or OutcomeUnknownError as the head of this module says.
        """
        _refuse_unsendable_headers(request)
        started = time.monotonic()
        response: HttpResponse | None = None
        problem: str | None = "given up"
        try:
            response = self._exchange(request)
            problem = None
        except (requests.RequestException, HTTPError) as error:
            problem = reason_of(error)
            _judge(request, error, problem)
        finally:
            self._record(request, response, problem, time.monotonic() - started)
        return response

    def _exchange(self, request: HttpRequest) -> HttpResponse:
        with self._session.request(
            request.method,
            full_url(request),
            data=request.body,
            headers=dict(request.headers),
            timeout=self._timeouts,
            allow_redirects=False,
            stream=True,
        ) as answer:
            body = self._read(answer)
        return HttpResponse(answer.status_code, answer.headers, body, _utc_now())

    def _read(self, answer: requests.Response) -> bytes:
        """Read as bytes come in (`read1`): waiting for a full portion would outwait the deadline.

        The socket's own timeout starts anew with each byte, so a vendor that drips could hold us
        for ever.
        """
        deadline = time.monotonic() + self._timeouts[1]
        body = bytearray()
        while chunk := answer.raw.read1(_CHUNK_BYTES, decode_content=True):
            body += chunk
            if len(body) > _MAX_ANSWER_BYTES:
                raise DecodeError("the answer is too long")
            if time.monotonic() > deadline:
                raise requests.exceptions.ReadTimeout(TimeoutError())
        return bytes(body)

    def _record(
        self,
        request: HttpRequest,
        response: HttpResponse | None,
        problem: str | None,
        seconds: float,
    ) -> None:
        if self._on_call is None:
            return
        theirs = response.headers.get("xero-correlation-id") if response else None
        has_failed = response is None or response.status >= _FAILED
        keeps = has_failed and not request.is_secret
        self._on_call(
            CallRecord(
                service=request.service,
                method=request.method,
                path=urlsplit(request.url).path,
                query=_encode(request.query, hide=_SECRET_PARAMETERS),
                status=response.status if response else None,
                duration_ms=round(seconds * 1000),
                problem=problem,
                correlation_id=theirs or uuid.uuid4().hex,
                request=kept(request.body) if keeps else "",
                answer=kept(response.body) if keeps and response else "",
            )
        )


def full_url(request: HttpRequest) -> str:
    """The address with its query; every value is percent-encoded, blanks as %20."""
    return f"{request.url}?{_encode(request.query)}" if request.query else request.url


def _encode(query: tuple[tuple[str, str], ...], hide: frozenset[str] = frozenset()) -> str:
    return "&".join(
        f"{quote(name, safe='')}={'***' if name in hide else quote(value, safe='')}"
        for name, value in query
    )


def _open_session(pool_size: int) -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=pool_size, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # A .netrc would overwrite the Authorization header, and a proxy variable would send loopback
    # traffic away (requests, "Netrc Authentication").
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.headers["User-Agent"] = "Counterfoil"
    return session


def _refuse_unsendable_headers(request: HttpRequest) -> None:
    # Credentials are the only headers that people type. The libraries' own errors would quote them.
    for name, value in request.headers.items():
        if not value.isprintable() or any(ord(character) > 255 for character in value):
            raise UnauthorizedError(
                f"The value for {name} holds a character that cannot be sent; enter it again."
            )


def _judge(request: HttpRequest, error: Exception, problem: str) -> NoReturn:
    name = _NAMES.get(request.service, request.service)
    if nothing_left(error):
        raise UnavailableError(f"{name} cannot be reached: {problem}.") from error
    if request.may_change:
        raise OutcomeUnknownError(
            f"{name} gave no complete answer to {request.method} {urlsplit(request.url).path}: "
            f"{problem}."
        ) from error
    raise UnavailableError(f"{name} gave no complete answer: {problem}.") from error


def _utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the door is where a vendor's "now" enters.
