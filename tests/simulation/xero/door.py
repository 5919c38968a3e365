"""Xero's door: limits, tokens and keys first, then the clerk; each call with the fault it was dealt."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.simulation.scheduler import Scheduler
from tests.simulation.xero.books import Books
from tests.simulation.xero.clerk import Clerk
from tests.simulation.xero.faults import NONE, Fault
from tests.simulation.xero.identity import Identity
from tests.simulation.xero.keys import KeyStore, Reply
from tests.simulation.xero.limits import Counter
from tests.simulation.xero.reading import Reader
from tests.simulation.xero.rendering import envelope

JSON = {"Content-Type": "application/json; charset=utf-8"}
_EXPIRED = b'{"Title":"Unauthorized","Status":401,"Detail":"TokenExpired: token expired"}'
_FORBIDDEN = b'{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}'
_ERROR = b'{"Title":"An error occurred","Detail":"An error occurred in Xero.","Status":500}'
_OFFLINE = b"The Xero API is currently offline for maintenance"
_LONGEST_CALL_MS = 55_000
_HTML = b"<html><body>Bad gateway</body></html>"
_BAD = b'{"ErrorNumber":14,"Type":"PostDataInvalidException","Message":"Error converting value"}'
_NOT_FOUND = b"The resource you're looking for cannot be found"
_LIMITS = {
    "limited_minute": "minute",
    "limited_day": "day",
    "limited_app": "appminute",
    "limited_concurrent": "concurrent",
    "limited_silently": "minute",
}


class Call:
    """One request on its way. `tell` gets the reply, or None for a connection that broke."""

    def __init__(
        self,
        request: "Request",
        fault: Fault,
        left_at: int,
        tell: Callable[[Reply | None], None],
    ) -> None:
        self.request = request
        self.fault = fault
        self.left_at = left_at
        self.tell = tell


class Request:
    """What stands in a request, as far as Xero cares."""

    __slots__ = ("body", "key", "method", "path", "query", "since", "token")

    def __init__(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        headers: dict[str, str],
        body: bytes | None,
    ) -> None:
        self.method = method
        self.path = path
        self.query = query
        self.body = body or b""
        self.token = headers.get("Authorization", "").removeprefix("Bearer ")
        self.key = headers.get("Idempotency-Key", "")
        self.since = headers.get("If-Modified-Since", "")


class Door:
    """Takes calls at the time of their arrival and answers at its own."""

    def __init__(
        self,
        scheduler: Scheduler,
        books: Books,
        clerk: Clerk,
        identity: Identity,
        counter: Counter,
        keys: KeyStore,
    ) -> None:
        self._scheduler = scheduler
        self._clerk = clerk
        self._identity = identity
        self.counter = counter
        self._keys = keys
        self.reader = Reader(books)
        self.keeps_errors = True
        self.is_offline = False
        self.misused_keys: list[str] = []
        # When a key left us for the first time, whatever became of that call.
        self.first_left: dict[str, int] = {}
        self.now_serving: Call | None = None
        self.busy_ms: Callable[[], int] = lambda: 200

    def departed(self, call: Call) -> None:
        """A call is on its way to Xero."""
        if call.request.key:
            self.first_left.setdefault(call.request.key, call.left_at)

    def arrive(self, call: Call) -> None:
        """A call has reached Xero."""
        ms = self._scheduler.ms
        refused = self._at_the_door(call, ms)
        if refused is not None:
            call.tell(refused)
            return
        busy = call.fault.ms if call.fault.name in ("slow", "late_commit") else self.busy_ms()
        # What Xero does after the connection has gone is no call in progress.
        in_progress = min(busy, _LONGEST_CALL_MS)
        if call.request.method == "GET":
            self._scheduler.after(in_progress, self.counter.leave)
            self._scheduler.after(busy, self._read, call)
            return
        request = (call.request.method, call.request.path, call.request.body)
        entry = self._keys.find(call.request.key, ms)
        if entry is not None:
            self.counter.leave()
            self._known(call, request, entry)
            return
        self._scheduler.after(in_progress, self.counter.leave)
        opened = self._keys.open(call.request.key, request, ms)
        self._scheduler.after(busy, self._write, call, opened)

    def _at_the_door(self, call: Call, ms: int) -> Reply | None:
        name = call.fault.name
        if limit := _LIMITS.get(name):
            return self._limited(limit, call.fault, ms)
        if broken := self.counter.arrive(ms, is_late=name == "late_arrival"):
            return self._limited(broken, Fault("", 30_000), ms)
        reply = None
        if self.is_offline or name == "maintenance":
            reply = Reply(503, _OFFLINE, {})
        elif name == "token_expired" or not self._identity.knows(call.request.token, ms):
            reply = Reply(401, _EXPIRED, JSON)
        elif not self._identity.is_connected:
            reply = Reply(403, _FORBIDDEN, JSON)
        elif name == "refused_whole":
            reply = Reply(400, _BAD, JSON)
        if reply is not None:
            self.counter.leave()
            reply = self._with_headers(reply, ms)
        return reply

    def _limited(self, limit: str, fault: Fault, ms: int) -> Reply:
        headers = {"X-Rate-Limit-Problem": limit, **self.counter.headers(ms)}
        if limit == "day":
            headers["X-DayLimit-Remaining"] = "0"
        if fault.name == "limited_silently":
            del headers["X-Rate-Limit-Problem"]
        elif limit != "concurrent":
            headers["Retry-After"] = str(fault.ms // 1000)
        return Reply(429, b"", headers)

    def _with_headers(self, reply: Reply, ms: int) -> Reply:
        return Reply(reply.status, reply.body, {**self.counter.headers(ms), **reply.headers})

    def _known(self, call: Call, request: tuple[str, str, bytes], entry: Any) -> None:
        if entry.request != request:
            self.misused_keys.append(call.request.key)
            text = f"Idempotency Key: {call.request.key} is used with a different request."
            self._answer(call, Reply(400, json.dumps({"Message": text}).encode(), JSON))
        elif entry.reply is not None:
            self._answer(call, entry.reply)
        else:
            entry.waiting.append(lambda reply: self._answer(call, reply))

    def _read(self, call: Call) -> None:
        request = call.request
        if call.fault.name == "error_before":
            self._answer(call, Reply(500, _ERROR, JSON))
            return
        body = self.reader.answer(request.path, request.query, request.since, self._scheduler.ms)
        found = Reply(200, body, JSON) if body is not None else Reply(404, _NOT_FOUND, {})
        self._answer(call, found)

    def _write(self, call: Call, entry: Any) -> None:
        name = call.fault.name
        reply = Reply(500, _ERROR, JSON)
        if name not in ("error_before", "lost_before", "timeout_before"):
            most = call.fault.ms if name == "error_partial" else None
            good = self._execute(call, most)
            if name not in ("error_after", "error_partial"):
                reply = good
        if name in ("lost_before", "timeout_before"):
            # Nothing was done and nothing is remembered.
            self._keys.forget(call.request.key)
        elif reply.status == 200 or self.keeps_errors:
            self._keys.complete(entry, reply)
        else:
            self._keys.forget(call.request.key)
        self._answer(call, reply)

    def _execute(self, call: Call, most: int | None) -> Reply:
        request = call.request
        collection = request.path.partition("/")[0]
        rows = json.loads(request.body, parse_float=Decimal)[collection]
        self.now_serving = call
        texts = [
            self._clerk.element(request.method, request.path, row, self._scheduler.ms)
            for row in rows[: len(rows) if most is None else most]
        ]
        self.now_serving = None
        return Reply(200, envelope(collection, texts), JSON)

    def _answer(self, call: Call, reply: Reply) -> None:
        reply = self._with_headers(reply, self._scheduler.ms)
        match call.fault.name:
            case "lost_before" | "lost_after":
                call.tell(None)
            case "timeout_before" | "timeout_after" | "late_arrival" | "late_commit":
                return
            case "gateway_after":
                call.tell(Reply(502, _HTML, {}))
            case "maintenance_after":
                call.tell(Reply(503, _OFFLINE, {}))
            case "truncated":
                call.tell(reply._replace(body=reply.body[: len(reply.body) // 2]))
            case "html":
                call.tell(reply._replace(body=_HTML))
            case "empty":
                call.tell(reply._replace(body=b""))
            case "duplicated" | "reordered" | "extra" | "missing":
                call.tell(_mixed_up(call.request.path, call.fault.name, reply))
            case _:
                call.tell(reply)


def _mixed_up(path: str, how: str, reply: Reply) -> Reply:
    """Xero's elements in another order, or more or fewer of them."""
    collection = path.partition("/")[0]
    if reply.status != 200:
        return reply
    answer = json.loads(reply.body)
    rows = answer[collection]
    if not rows:
        return reply
    match how:
        case "duplicated" if len(rows) > 1:
            rows[-1] = rows[0]
        case "reordered":
            rows.reverse()
        case "extra":
            rows.append(rows[0])
        case "missing":
            rows.pop()
    return reply._replace(body=json.dumps(answer).encode())


__all__ = ["NONE", "Call", "Door", "Request"]
