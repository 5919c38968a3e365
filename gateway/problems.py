"""Refusals as HTTP answers: one table from the actors' words to status codes, RFC 9457 for JSON."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response

HTTP_STATUS = {
    "invalid": 422,
    "not_found": 404,
    "conflict": 409,
    "too_many_requests": 429,
    "unauthorized": 502,
    "unavailable": 503,
}

CODES = {status: code for code, status in HTTP_STATUS.items()} | {
    400: "bad_request",
    401: "sign_in_needed",
    403: "forbidden",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_media_type",
    500: "unexpected",
}


class CommandRefusedError(Exception):
    """An actor answered, and the answer is no. `code` is one of the problem codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def http_status(self) -> int:
        return HTTP_STATUS.get(self.code, 409)


def problem(status: int, detail: str, *, code: str = "", **more: Any) -> Response:
    """A problem document; `code` is for programs, `detail` for people."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code or CODES.get(status, "error"),
        **more,
    }
    return Response(json.dumps(body), status, content_type="application/problem+json")
