"""How often credentials may be entered for a connection: each try is a sign-in at Autotask."""

from flask import Flask, current_app
from flask_limiter import Limiter
from limits import parse_many

from gateway.problems import CommandRefusedError

ENTERED_PER_CONNECTION = "5 per 15 minutes; 20 per day"

_LIMITS = parse_many(ENTERED_PER_CONNECTION)
_TOO_MANY = (
    "Credentials have been entered too often for this connection: 5 times within 15 minutes, or 20 "
    "within a day. Autotask locks an API user after repeated failures. Nothing was tried or saved; "
    "look in Autotask what they are, wait, and enter them once more."
)


def install(app: Flask, limiter: Limiter) -> None:
    app.extensions["credential_limit"] = limiter.limiter


def count_one(connection: str) -> None:
    """Raises `CommandRefusedError` when there were too many, whoever entered them."""
    limiter = current_app.extensions["credential_limit"]
    if not all(limiter.hit(limit, "credentials", connection) for limit in _LIMITS):
        raise CommandRefusedError("too_many_requests", _TOO_MANY)
