"""One id for a request, in its log lines, in the actors it asks, and in its answer's headers."""

import re
from uuid import uuid4

from flask import Flask, Response, request

from core.runtime.logging import trace_of

HEADER = "X-Request-Id"
_PLAIN = re.compile(r"[A-Za-z0-9._-]{8,64}")


def install(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "")
        trace_of.set(given if _PLAIN.fullmatch(given) else uuid4().hex)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers[HEADER] = trace_of.get()
        return response
