"""The 429 answers that faults ask for, with every Retry-After that a client may meet."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.faults import Fault
from sandbox.door.vendor import Answer
from sandbox.xero import answers

_USUAL = {"minute": "26", "day": "73451", "appminute": "26"}
_USED_UP = {
    "minute": "X-MinLimit-Remaining",
    "day": "X-DayLimit-Remaining",
    "appminute": "X-AppMinLimit-Remaining",
}
_LONG_SECONDS = "90000"
_DATE_SECONDS = 26


def _limited(limit: str) -> Answer:
    def answer(call: Call, fault: Fault) -> Response:
        # A parameter of any kind is sent as it is, null leaves the header out.
        return _refused(limit, call, fault.parameters.get("retry_after", _USUAL.get(limit)))

    return answer


def _without_time(call: Call, fault: Fault) -> Response:
    return _refused("minute", call, None)


def _dated(call: Call, fault: Fault) -> Response:
    # The client reads a date by its own clock, which is never the moved one.
    moment = datetime.now(UTC) + timedelta(seconds=_DATE_SECONDS)  # noqa: TID251
    return _refused("minute", call, format_datetime(moment, usegmt=True))


def _long(call: Call, fault: Fault) -> Response:
    return _refused("day", call, _LONG_SECONDS)


def _refused(limit: str, call: Call, wait: object) -> Response:
    call.answer_headers[:] = [
        (name, "0" if name == _USED_UP.get(limit) else value) for name, value in call.answer_headers
    ]
    return answers.too_many(limit, {} if wait is None else {"Retry-After": str(wait)})


LIMITED: Mapping[str, Answer] = {
    "rate_limited_minute": _limited("minute"),
    "rate_limited_day": _limited("day"),
    "rate_limited_app": _limited("appminute"),
    "rate_limited_concurrent": _limited("concurrent"),
    "rate_limited_without_retry_after": _without_time,
    "retry_after_date": _dated,
    "retry_after_long": _long,
}
