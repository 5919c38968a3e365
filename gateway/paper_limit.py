"""How many calls of Autotask's hour one person may spend on forms and on invoices read aside."""

from flask import Flask, current_app
from flask_limiter import Limiter
from limits import parse

from gateway.gate import principal
from gateway.problems import CommandRefusedError

FETCHED_PER_PERSON = "30 per minute"

_LIMIT = parse(FETCHED_PER_PERSON)
_TOO_MANY = (
    f"Your previews, PDFs and simulations took {_LIMIT.amount} calls of Autotask's within a minute, "
    "and its calls are for everybody. What was fetched before is shown at once; for the next one "
    "wait a minute."
)


def install(app: Flask, limiter: Limiter) -> None:
    app.extensions["paper_limit"] = limiter.limiter


def count(calls: int = 1) -> None:
    """Raises `CommandRefusedError` when whoever asks has had too many."""
    who = principal()
    kind = "token" if who.is_token else "person"
    if not current_app.extensions["paper_limit"].hit(_LIMIT, "papers", kind, who.name, cost=calls):
        raise CommandRefusedError("too_many_requests", _TOO_MANY)
