"""Xero's answers that are not data: each status has its own shape and content type."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from werkzeug.wrappers import Response

from sandbox.door.jsontext import dumps
from sandbox.xero.refusals import BadRequestError, ValidationFailedError

JSON = "application/json; charset=utf-8"
_NOT_FOUND = "The resource you're looking for cannot be found"
_BROKEN = (
    "An error occurred in Xero. Check the API Status page http://status.developer.xero.com "
    "for current service status."
)


def json_answer(value: object, status: int = 200) -> Response:
    """Any JSON answer."""
    return Response(dumps(value), status, content_type=JSON)


def bad_request(problem: BadRequestError) -> Response:
    """400 for the call as a whole."""
    body = {"ErrorNumber": problem.number, "Type": problem.kind, "Message": problem.message}
    return json_answer(body, 400)


def validation_failed(problem: ValidationFailedError) -> Response:
    """400 with elements, when errors are summarised."""
    return json_answer(
        {
            "ErrorNumber": 10,
            "Type": "ValidationException",
            "Message": "A validation exception occurred",
            "Elements": list(problem.elements),
        },
        400,
    )


def unauthorized(detail: str) -> Response:
    """401 in the problem shape."""
    return _problem(401, "Unauthorized", detail)


def scope_missing(spelling: str) -> Response:
    """401 for a scope that was not granted, which a header names too."""
    answer = unauthorized("AuthorizationUnsuccessful")
    answer.headers["WWW-Authenticate"] = spelling
    return answer


def forbidden() -> Response:
    """403: the organisation is not, or no longer, connected."""
    return _problem(403, "Forbidden", "AuthenticationUnsuccessful")


def _problem(status: int, title: str, detail: str) -> Response:
    body: dict[str, Any] = {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": str(uuid4()),
        "Extensions": {},
    }
    return json_answer(body, status)


def not_found() -> Response:
    """404 is HTML even when JSON was asked for."""
    return Response(_NOT_FOUND, 404, content_type="text/html; charset=utf-8")


def not_acceptable() -> Response:
    """Xero would answer XML here; this sandbox refuses, so that a forgotten header is noticed."""
    text = "This sandbox speaks JSON only: send Accept: application/json."
    return Response(text, 406, content_type="text/plain; charset=utf-8")


def too_many(limit: str, headers: Mapping[str, str]) -> Response:
    """429: no body, no content type, everything in headers."""
    answer = Response(b"", 429)
    del answer.headers["Content-Type"]
    answer.headers["X-Rate-Limit-Problem"] = limit
    answer.headers.extend(headers)
    return answer


def broken() -> Response:
    """500."""
    body = {
        "Title": "An error occurred",
        "Detail": _BROKEN,
        "Status": 500,
        "Instance": str(uuid4()),
    }
    return json_answer(body, 500)


def page_error(status: int, title: str) -> Response:
    """A page instead of JSON, as a proxy on the way makes it."""
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Response(page, status, content_type="text/html")


def key_refused(message: str, shape: str) -> Response:
    """400 for an Idempotency-Key; its JSON is documented nowhere, so it comes in three shapes."""
    if shape == "problem":
        return _problem(400, "Bad Request", message)
    if shape == "bare":
        return json_answer({"Message": message}, 400)
    return bad_request(BadRequestError(10, "ValidationException", message))


def not_implemented() -> Response:
    """501."""
    body = {
        "ErrorNumber": 20,
        "Type": "ApiMethodNotImplementedException",
        "Message": "The Api Method called is not implemented",
    }
    return json_answer(body, 501)


def offline(text: str) -> Response:
    """503 is plain text."""
    return Response(text, 503, content_type="text/plain; charset=utf-8")


def messages(texts: Sequence[str]) -> list[dict[str, str]]:
    """The shape of ValidationErrors and Warnings."""
    return [{"Message": text} for text in texts]
