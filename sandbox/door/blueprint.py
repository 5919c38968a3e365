"""The inspection door's routes that both sandboxes have."""

from collections.abc import Mapping
from datetime import date
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Response, request

from sandbox.door.errors import DoorError
from sandbox.door.inspection import Door
from sandbox.door.jsontext import dumps
from sandbox.door.vendor import World

_COUNTS = ("companies", "invoices", "lines")


def answer(value: object, status: int = 200) -> Response:
    """A JSON answer of the door."""
    return Response(dumps(value), status, content_type="application/json")


def payload() -> dict[str, Any]:
    """The JSON object that was sent to the door; an empty body is an empty object."""
    if not request.get_data():
        return {}
    sent = request.get_json(force=True, silent=True)
    if not isinstance(sent, dict):
        raise DoorError("The body must be a JSON object.")
    return sent


def number(sent: Mapping[str, Any], name: str, default: float | None = None) -> float:
    """A numeric field of what was sent."""
    value = sent.get(name, default)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise DoorError(f"{name} must be a number.")
    return value


def world_from(sent: Mapping[str, Any], default_today: date) -> World:
    """What `POST reset` asks for."""
    seed, wish, today = sent.get("seed", 1), sent.get("world", "demo"), sent.get("today")
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise DoorError("seed must be a whole number.")
    try:
        day = date.fromisoformat(today) if today is not None else default_today
    except (TypeError, ValueError):
        raise DoorError("today must be a date like 2026-11-22.") from None
    if wish in ("demo", "empty"):
        return World(seed, wish, day)
    if not isinstance(wish, dict) or set(wish) - set(_COUNTS):
        raise DoorError("world must be demo, empty or an object of companies, invoices, lines.")
    counts = {name: int(number(wish, name, 0)) for name in _COUNTS}
    if min(counts.values()) < 0:
        raise DoorError("companies, invoices and lines must not be negative.")
    return World(seed, "sized", day, **counts)


def guarded(blueprint: Blueprint) -> Blueprint:
    """Make a blueprint a part of the door: loopback callers only, and a sentence for bad input."""

    @blueprint.before_request
    def only_from_this_machine() -> Response | None:
        forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        if forwarded or not ip_address(request.remote_addr or "127.0.0.1").is_loopback:
            return answer({"error": "The inspection door is for this machine only."}, 403)
        return None

    @blueprint.errorhandler(DoorError)
    def bad_input(problem: DoorError) -> Response:
        return answer({"error": str(problem)}, 400)

    return blueprint


def door_blueprint(door: Door) -> Blueprint:
    """`/_sandbox/` for one sandbox; a vendor adds routes with a guarded blueprint beside it."""
    blueprint = guarded(Blueprint("door", __name__, url_prefix="/_sandbox"))
    _looking(blueprint, door)
    _turning(blueprint, door)
    return blueprint


def _looking(blueprint: Blueprint, door: Door) -> None:
    @blueprint.get("/requests")
    def requests() -> Response:
        since = request.args.get("since", "0")
        if not since.isdigit():
            raise DoorError("since must be a whole number from 0.")
        return answer({"requests": door.requests.since(int(since))})

    @blueprint.get("/state")
    def state() -> Response:
        return answer(door.state())

    @blueprint.get("/faults")
    def faults() -> Response:
        return answer({"faults": door.faults.armed(), "known": door.faults.known()})

    @blueprint.get("/limits")
    def limits() -> Response:
        return answer(door.limits.values())

    @blueprint.get("/clock")
    def clock() -> Response:
        return answer(
            {"offset_seconds": door.clock.offset_seconds, "now": door.clock.now().isoformat()}
        )


def _turning(blueprint: Blueprint, door: Door) -> None:
    @blueprint.post("/faults")
    def arm() -> Response:
        return answer(door.faults.arm(payload()).described(), 201)

    @blueprint.delete("/faults")
    def disarm() -> Response:
        door.faults.clear()
        return answer({"faults": []})

    @blueprint.post("/reset")
    def reset() -> Response:
        world = world_from(payload(), door.day())
        door.reset(world)
        return answer({"seed": world.seed, "world": world.kind})

    @blueprint.post("/latency")
    def latency() -> Response:
        sent = payload()
        milliseconds = number(sent, "ms")
        if not 0 <= milliseconds <= 600_000:
            raise DoorError("ms must be from 0 to 600000.")
        door.latency.change(str(sent.get("endpoint", "*")), milliseconds)
        return answer(door.latency.values())

    @blueprint.post("/clock")
    def move_clock() -> Response:
        door.move_clock(number(payload(), "offset_seconds"))
        return answer({"offset_seconds": door.clock.offset_seconds})

    @blueprint.post("/limits")
    def change_limits() -> Response:
        door.limits.change(payload())
        return answer(door.limits.values())
