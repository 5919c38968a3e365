"""Answers in the vendor's shapes."""

from collections.abc import Sequence

from werkzeug.wrappers import Response

from sandbox.door.jsontext import dumps

JSON = "application/json; charset=utf-8"


def success(value: object) -> Response:
    """A JSON answer; creating and updating answer 200 as well."""
    return Response(dumps(value), 200, content_type=JSON)


def raw(text: str) -> Response:
    """JSON that is text already."""
    return Response(text, 200, content_type=JSON)


def failure(status: int, errors: Sequence[str] | None) -> Response:
    """The error list, or an empty body where none is documented."""
    if errors is None:
        return Response(b"", status)
    return Response(dumps({"errors": list(errors)}), status, content_type=JSON)


def message(status: int, text: str) -> Response:
    """The framework's own refusals have another key."""
    return Response(dumps({"Message": text}), status, content_type=JSON)
