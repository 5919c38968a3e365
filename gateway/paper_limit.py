"""How many printed forms one person may have fetched: each costs a call of Autotask's hour."""

from flask import Flask, current_app
from flask_limiter import Limiter
from limits import parse

from gateway.gate import principal
from gateway.problems import CommandRefusedError

FETCHED_PER_PERSON = "30 per minute"

_LIMIT = parse(FETCHED_PER_PERSON)
_TOO_MANY = (
    f"You have had {_LIMIT.amount} previews or PDFs fetched from Autotask within a minute, and its "
    "calls are for everybody. What was fetched before is shown at once; for the next one wait a "
    "minute."
)


def install(app: Flask, limiter: Limiter) -> None:
    app.extensions["paper_limit"] = limiter.limiter


def count_one() -> None:
    """Raises `CommandRefusedError` when whoever asks has had too many."""
    who = principal()
    kind = "token" if who.is_token else "person"
    if not current_app.extensions["paper_limit"].hit(_LIMIT, "papers", kind, who.name):
        raise CommandRefusedError("too_many_requests", _TOO_MANY)
