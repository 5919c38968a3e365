"""The OpenAPI description, drawn from the same models that check every request."""

from typing import Any

from flask import Response
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from gateway.problems import problem


def _refuse_odd_values(
    _request: Any, response: Response, error: Any, _instance: Any, _adapter: Any
) -> None:
    """Spectree's own list of errors becomes a problem document."""
    if error is None:
        return
    errors = [
        {"field": ".".join(str(part) for part in one["loc"]), "message": one["msg"]}
        for one in error.errors()
    ]
    told = "; ".join(f"{one['field']}: {one['message']}" for one in errors)
    made = problem(422, told, code="invalid", errors=errors)
    response.data = made.data
    response.headers["Content-Type"] = made.headers["Content-Type"]


def _leave_alone(*_seen: Any) -> None:
    """Spectree would log every answer."""


spec = SpecTree(
    "flask",
    before=_refuse_odd_values,
    after=_leave_alone,
    title="Counterfoil",
    version="1",
    description="Invoices, purchase orders, logs and commands of every connection. "
    "Lists answer `items` and `next_cursor`; errors are RFC 9457 problem documents.",
    mode="strict",
    security_schemes=[
        SecurityScheme(name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))
    ],
    security={"token": []},
)
