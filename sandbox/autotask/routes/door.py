"""What the inspection door of Autotask has beyond the other one's."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from sandbox.autotask.appearing import wish_from
from sandbox.autotask.context import Context
from sandbox.autotask.problems import ApiError
from sandbox.autotask.schema import Entity, entity
from sandbox.autotask.writes import edit, void
from sandbox.door.blueprint import answer, guarded, payload
from sandbox.door.errors import DoorError

MOST_CALLS = 1_000_000


def door_extras(context: Context) -> Blueprint:
    """`/_sandbox/` routes about what happens in the tenant and what its user may do."""
    blueprint = guarded(Blueprint("autotask_door", __name__, url_prefix="/_sandbox"))
    _events(blueprint, context)
    _conditions(blueprint, context)
    return blueprint


def _events(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/invoices")
    def invoices() -> Response:
        wish = wish_from(payload())
        context.passing.let_happen()
        return answer({"ids": context.passing.appear(wish)}, 201)

    @blueprint.post("/void")
    def voided() -> Response:
        return answer(void(context.tenant, _whole(payload(), "id"), context.clock.now()))

    @blueprint.post("/edit")
    def edited() -> Response:
        sent = payload()
        fields = sent.get("fields")
        if not isinstance(fields, dict) or not fields:
            raise DoorError("fields must be an object with at least one field.")
        found = _entity(sent)
        return answer(edit(context.tenant, found, _whole(sent, "id"), fields))

    @blueprint.get("/intents")
    def intents() -> Response:
        return answer(context.tenant.intents())


def _conditions(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/hour")
    def hour() -> Response:
        context.limits.hour.count(_whole(payload(), "calls", 0, MOST_CALLS))
        return answer({"used": context.limits.hour.used()})

    @blueprint.post("/unlock")
    def unlocked() -> Response:
        context.lock.unlock()
        return answer({"locked": context.lock.is_locked})

    @blueprint.route("/rights", methods=["GET", "POST"])
    def rights() -> Response:
        context.rights.change(payload())
        return answer(context.rights.values())

    @blueprint.route("/switches", methods=["GET", "POST"])
    def switches() -> Response:
        context.tenant.switch(payload())
        return answer(context.parts.switches.positions())


def _entity(sent: Mapping[str, Any]) -> Entity:
    try:
        return entity(str(sent.get("entity", "")))
    except ApiError:
        raise DoorError(f"There is no entity named {sent.get('entity')}.") from None


def _whole(sent: Mapping[str, Any], name: str, low: int = 0, high: int | None = None) -> int:
    value = sent.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < low:
        raise DoorError(f"{name} must be a whole number from {low}.")
    if high is not None and value > high:
        raise DoorError(f"{name} must be at most {high}.")
    return value
