"""What each fault does: whether the vendor's handler runs, and what the client gets to see."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Timer
from typing import Any

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.errors import DroppedConnectionError
from sandbox.door.faults import Fault
from sandbox.door.inspection import Door
from sandbox.door.sockets import has_left, reset_after_half, send_ahead

_HOLD_SECONDS = 120
_SLOW_SECONDS = 5
_DROPS = 20
_HARMLESS = frozenset({"slow", "slow_drip", "duplicated_answer"})
_HTML = (
    "<!DOCTYPE html><html><head><title>Please wait</title></head>"
    "<body>Checking your browser</body></html>"
)


@dataclass(frozen=True)
class Exchange:
    """A call and the fault it met; `commit` runs the vendor's handler and returns its answer."""

    door: Door
    call: Call
    fault: Fault
    environ: Mapping[str, Any]
    commit: Callable[[], Response]

    def error(self) -> Response:
        """The vendor's own 500, remembered where the vendor remembers answers."""
        answer = self.door.vendor.answers["error"](self.call, self.fault)
        self.door.vendor.errored(self.call, answer)
        return answer

    def hold(self, default_seconds: float) -> None:
        """Keep the client waiting, and its place taken, until it leaves."""
        connection = self.environ.get("gunicorn.socket")
        self.door.latency.hold(
            self.fault.number("seconds", default_seconds), lambda: has_left(connection)
        )


def _drop_before(exchange: Exchange) -> Response:
    raise DroppedConnectionError


def _drop_after(exchange: Exchange) -> Response:
    exchange.commit()
    raise DroppedConnectionError


def _error_before(exchange: Exchange) -> Response:
    return exchange.error()


def _error_after(exchange: Exchange) -> Response:
    exchange.commit()
    return exchange.error()


def _timeout_before(exchange: Exchange) -> Response:
    exchange.hold(_HOLD_SECONDS)
    raise DroppedConnectionError


def _timeout_after(exchange: Exchange) -> Response:
    exchange.commit()
    exchange.hold(_HOLD_SECONDS)
    raise DroppedConnectionError


def _late_commit(exchange: Exchange) -> Response:
    exchange.call.is_late = True
    seconds = exchange.fault.number("seconds", exchange.door.late_seconds())
    timer = Timer(seconds, exchange.commit)
    timer.daemon = True
    timer.start()
    raise DroppedConnectionError


def _reset_mid_response(exchange: Exchange) -> Response:
    answer = exchange.commit()
    reset_after_half(exchange.environ.get("gunicorn.socket"), answer)
    return answer


def _truncated_body(exchange: Exchange) -> Response:
    # Well framed, so that only a client that checks the JSON notices.
    answer = exchange.commit()
    body = answer.get_data()
    answer.set_data(body[: len(body) // 2])
    return answer


def _html_body(exchange: Exchange) -> Response:
    exchange.commit()
    return Response(_HTML, content_type="text/html; charset=utf-8")


def _empty_body(exchange: Exchange) -> Response:
    answer = exchange.commit()
    answer.set_data(b"")
    return answer


def _gzip_broken(exchange: Exchange) -> Response:
    answer = exchange.commit()
    answer.headers["Content-Encoding"] = "gzip"
    return answer


def _duplicated_answer(exchange: Exchange) -> Response:
    answer = exchange.commit()
    send_ahead(exchange.environ.get("gunicorn.socket"), answer)
    return answer


def _slow_drip(exchange: Exchange) -> Response:
    answer = exchange.commit()
    body = answer.get_data()
    size = max(1, len(body) // _DROPS)
    starts = range(0, len(body), size)
    pause = exchange.fault.number("seconds", _SLOW_SECONDS) / max(1, len(starts))

    def drops() -> Iterator[bytes]:
        for start in starts:
            exchange.door.latency.hold(pause)
            yield body[start : start + size]

    headers = answer.headers.copy()
    headers["Content-Length"] = str(len(body))
    return Response(drops(), answer.status_code, headers)


def _slow(exchange: Exchange) -> Response:
    answer = exchange.commit()
    exchange.hold(_SLOW_SECONDS)
    return answer


_EFFECTS: Mapping[str, Callable[[Exchange], Response]] = {
    "drop_before_commit": _drop_before,
    "drop_after_commit": _drop_after,
    "error_before_commit": _error_before,
    "error_after_commit": _error_after,
    "timeout_before_commit": _timeout_before,
    "timeout_after_commit": _timeout_after,
    "late_commit": _late_commit,
    "reset_mid_response": _reset_mid_response,
    "truncated_body": _truncated_body,
    "html_body": _html_body,
    "empty_body": _empty_body,
    "gzip_broken": _gzip_broken,
    "duplicated_answer": _duplicated_answer,
    "slow": _slow,
    "slow_drip": _slow_drip,
}


def answers_itself(door: Door, fault: Fault) -> bool:
    """Whether the client sees something else than the vendor's answer."""
    return fault.effect not in _HARMLESS and fault.effect not in door.vendor.acted


def act(exchange: Exchange) -> Response:
    """Let the fault happen."""
    name = exchange.fault.effect
    if name in _EFFECTS:
        return _EFFECTS[name](exchange)
    if name in exchange.door.vendor.answers:
        return exchange.door.vendor.answers[name](exchange.call, exchange.fault)
    return exchange.commit()
