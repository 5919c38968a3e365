"""What the inspection door of Autotask has beyond the other one's."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from sandbox.autotask.context import Context
from sandbox.autotask.problems import ApiError
from sandbox.autotask.schema import Entity, entity
from sandbox.autotask.writes import edit, void
from sandbox.door.blueprint import answer, guarded, payload
from sandbox.door.errors import DoorError

MOST_INVOICES = 5000
MOST_LINES = 1000


def door_extras(context: Context) -> Blueprint:
    """`/_sandbox/` routes about invoices."""
    blueprint = guarded(Blueprint("autotask_door", __name__, url_prefix="/_sandbox"))

    @blueprint.post("/invoices")
    def invoices() -> Response:
        sent = payload()
        count = _whole(sent, "count", 1, MOST_INVOICES)
        lines = _whole(sent, "lines", 1, MOST_LINES) if sent.get("lines") is not None else None
        company = _whole(sent, "company_id") if sent.get("company_id") is not None else None
        context.passing.let_happen()
        return answer({"ids": context.passing.appear(count, company, lines)}, 201)

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

    @blueprint.route("/switches", methods=["GET", "POST"])
    def switches() -> Response:
        context.tenant.switch(payload())
        return answer(context.parts.switches.positions())

    return blueprint


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
