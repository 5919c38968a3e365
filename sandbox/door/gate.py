"""The WSGI layer in front of a vendor's Flask app through which every call goes."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import EnvironHeaders, Headers
from werkzeug.wrappers import Request, Response

from sandbox.door.call import ENVIRON_KEY, Call
from sandbox.door.effects import Exchange, act, answers_itself
from sandbox.door.inspection import Door
from sandbox.door.requests_log import Entry

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DOOR_PREFIX = "/_sandbox"


class Gate:
    """Logs, admits, delays and breaks calls; door calls pass untouched."""

    def __init__(self, app: "WSGIApplication", door: Door) -> None:
        self.app = app
        self.door = door

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The WSGI entry."""
        if environ.get("PATH_INFO", "").startswith(DOOR_PREFIX):
            return self.app(environ, start_response)
        call = self._received(environ)
        entry = self.door.requests.open(call)
        status: int | None = None
        try:
            response = self._answer(call, entry, environ)
            response.headers.extend(call.answer_headers)
            status = response.status_code
        finally:
            entry.finish(status)
            if not call.is_late:
                call.over.set()
        return response(environ, start_response)

    def _received(self, environ: "WSGIEnvironment") -> Call:
        request = Request(environ)
        method, path = request.method, request.path
        return Call(
            method=method,
            path=path,
            query=request.query_string.decode("utf-8", errors="replace"),
            headers=Headers(list(EnvironHeaders(environ))),
            body=request.get_data(cache=False),
            label=self.door.vendor.label(method, path),
        )

    def _answer(self, call: Call, entry: Entry, environ: "WSGIEnvironment") -> Response:
        with self.door.vendor.admission(call) as refusal:
            if refusal is not None:
                entry.refused_by = refusal.limit
                return refusal.answer
            self.door.latency.delay(call.label)
            call.fault = self.door.faults.take(call.label)
            call.standing = self.door.faults.standing(call.label)
            if call.fault is None:
                return self._commit(call, environ)
            if answers_itself(self.door, call.fault):
                entry.refused_by = call.fault.name
            return act(
                Exchange(self.door, call, call.fault, environ, lambda: self._commit(call, environ))
            )

    def _commit(self, call: Call, environ: "WSGIEnvironment") -> Response:
        inner: dict[str, Any] = {
            **environ,
            "wsgi.input": BytesIO(call.body),
            "wsgi.input_terminated": True,
            "CONTENT_LENGTH": str(len(call.body)),
            ENVIRON_KEY: call,
        }
        try:
            return Response.from_app(self.app, inner, buffered=True)
        finally:
            self.door.faults.struck(call.struck)
            call.over.set()
