"""The OpenAPI description: what spectree draws, with the files and the refusals that it cannot know."""

from copy import deepcopy
from typing import Any

Operation = dict[str, Any]

_PROBLEM = {
    "title": "Problem",
    "description": "What went wrong, as RFC 9457 has it; `code` is for programs, `detail` for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "description": "With 422: what is wrong with which value.",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFUSALS = {
    401: "No token, or none that we know.",
    403: "The token's role does not allow this.",
    404: "What the address names does not exist (any more).",
    409: "Not in its present state.",
    422: "A value does not fit.",
    429: "Too many in a short time; the detail says how long to wait.",
    502: "The vendor refused, or the service that was asked has stumbled.",
    503: "The database, the message broker, a service or a vendor is not answering.",
}
_EVERYWHERE = (401, 503)
_OF_COMMANDS = (403, 409, 422, 502)
# Readings that ask a service, which may ask a vendor.
_ASKING = ("/preview", "/preview.html", "/autotask.pdf")
# Each is a sign-in at Autotask, which locks users.
_SIGNING_IN = ("/autotask/test", "/autotask/credentials")
_WAITED_FOR = ("/invoices.xlsx", "/purchase-orders.xlsx")
_FILES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".html": "text/html",
}


def described(drawn: dict[str, Any]) -> dict[str, Any]:
    """The whole description."""
    whole = deepcopy(drawn)
    whole.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            _add_refusals(path, method, operation)
            _add_file(path, operation)
    return whole


def _add_refusals(path: str, method: str, operation: Operation) -> None:
    answers = operation["responses"]
    for status in _refusals(path, method, answers):
        answers[str(status)] = {"description": _REFUSALS[status], "content": _CONTENT}


def _refusals(path: str, method: str, answers: dict[str, Any]) -> list[int]:
    found = set(_EVERYWHERE)
    if "{" in path:
        found.add(404)
    if method != "get":
        found.update(_OF_COMMANDS)
    if path.endswith(_ASKING):
        found.update((409, 429, 502))
    if path.endswith((*_SIGNING_IN, *_WAITED_FOR)):
        found.add(429)
    if "422" in answers or path.endswith(tuple(_FILES)):
        found.add(422)
    return sorted(found)


def _add_file(path: str, operation: Operation) -> None:
    for ending, content_type in _FILES.items():
        if path.endswith(ending):
            body = (
                {"type": "string"} if ending == ".html" else {"type": "string", "format": "binary"}
            )
            operation["responses"]["200"] = {
                "description": "The file.",
                "content": {content_type: {"schema": body}},
            }
