"""Trouble as a page with a sentence or a problem document; never a stack trace."""

import logging
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core.domain.errors import UnavailableError
from core.runtime.logging import trace_of
from core.runtime.rpc_client import RemoteCallError
from core.store.views.cursors import BadCursorError
from gateway.gate import wants_json
from gateway.messages import frame as messages
from gateway.problems import CommandRefusedError, problem
from gateway.security import is_framed, shut_in

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(UnavailableError, _unavailable)
    app.register_error_handler(RemoteCallError, _remote)
    app.register_error_handler(CommandRefusedError, _refused)
    app.register_error_handler(BadCursorError, _bad_cursor)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, detail: str, code: str = "") -> Any:
    """The same trouble for a program or for a person."""
    if wants_json() or request.headers.get("HX-Request"):
        return problem(status, detail, code=code)
    title = messages.ERROR_TITLES.get(status, messages.ERROR_TITLES[500])
    if is_framed():
        # The page of an error may not be framed; the frame would stay blank.
        page = render_template("record/framed.html", title=title, detail=detail)
        return shut_in(make_response(page, status))
    return render_template("error.html", status=status, title=title, detail=detail), status


def _http(error: HTTPException) -> Any:
    if isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    if 300 <= status < 400:
        return error
    own_words = error.description if error.description != type(error).description else None
    made = answer(status, own_words or messages.ERROR_DETAILS.get(status, messages.ODD_REQUEST))
    response = made if isinstance(made, Response) else Response(made[0], made[1])
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _csrf(_error: CSRFError) -> Any:
    return answer(403, messages.FORM_EXPIRED)


def _unavailable(error: UnavailableError) -> Any:
    return answer(503, str(error))


def _remote(error: RemoteCallError) -> Any:
    log.error("An actor failed: %s", error)
    return answer(502, messages.REMOTE_TROUBLE, "service_failed")


def _refused(error: CommandRefusedError) -> Any:
    return answer(error.http_status, error.message, error.code)


def _bad_cursor(error: BadCursorError) -> Any:
    return answer(422, str(error))


def _unexpected(error: Exception) -> Any:
    # The log line carries the same id as its trace.
    log.error("A request failed unexpectedly", exc_info=error)
    return answer(500, messages.unexpected(trace_of.get()))
