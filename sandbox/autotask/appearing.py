"""What an invoice that is to appear looks like, as the door asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from sandbox.autotask.problems import ApiError
from sandbox.autotask.values import as_instant
from sandbox.door.errors import DoorError
from sandbox.world.model import Effect, Record, World

OWN_NUMBER: Final = ""
_MOST_INVOICES: Final = 5000
_MOST_LINES: Final = 1000
_LONGEST: Final = 86_400
_LIMITS: Final[Mapping[str, tuple[int, int | None]]] = {
    "count": (1, _MOST_INVOICES),
    "lines": (1, _MOST_LINES),
    "company_id": (0, None),
    "line_of_business": (1, None),
    "number_after": (1, _LONGEST),
    "lines_after": (1, _LONGEST),
    "taxes_after": (1, _LONGEST),
    "appears_after": (1, _LONGEST),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Invoices that are to appear; None leaves a thing to chance, or as it usually is."""

    count: int
    company_id: int | None = None
    lines: int | None = None
    created_at: datetime | None = None
    number: str | None = OWN_NUMBER
    line_of_business: int | None = None
    same_second: bool = False
    credit: bool = False
    number_after: int | None = None
    lines_after: int | None = None
    taxes_after: int | None = None
    appears_after: int | None = None


_NAMES: Final = frozenset(field.name for field in fields(Wish))


def wish_from(sent: Mapping[str, Any]) -> Wish:
    """What was asked for, or a sentence about what cannot be."""
    if unknown := sorted(set(sent) - _NAMES):
        raise DoorError(f"Invoices take no {unknown[0]}; they take {', '.join(sorted(_NAMES))}.")
    values: dict[str, Any] = {
        name: _whole(name, sent[name]) for name in _LIMITS if sent.get(name) is not None
    }
    if "count" not in values:
        raise DoorError(f"count must be a whole number from 1 to {_MOST_INVOICES}.")
    flags = {name: _flag(name, sent.get(name, False)) for name in ("same_second", "credit")}
    created = sent.get("created_at")
    return replace(
        Wish(values["count"]),
        **values,
        **flags,
        created_at=None if created is None else _moment(created),
        number=_number(sent.get("number", OWN_NUMBER), values["count"]),
    )


def arranged(part: World, wish: Wish) -> World:
    """The new invoice as it was asked for: what comes later becomes an effect."""
    [header] = part.records["Invoices"]
    items, number = part.records["BillingItems"], header["id"]
    if wish.line_of_business is not None:
        items = [
            item | {"organizationalLevelAssociationID": wish.line_of_business} for item in items
        ]
    if wish.number != OWN_NUMBER:
        header = header | {"invoiceNumber": wish.number}
    world = World({"Invoices": [header], "BillingItems": items}, part.intents)
    if wish.lines_after:
        late = [{key: value for key, value in item.items() if key != "id"} for item in items]
        world.records["BillingItems"] = []
        world.effects.append(Effect(wish.lines_after, "lines", number, late))
    if wish.appears_after:
        world.effects.append(Effect(wish.appears_after, "appear", number, None))
    _later(world, wish.number_after, header, "invoiceNumber", None)
    _later(world, wish.taxes_after, header, "invoiceStatus", -3)
    return world


def _later(world: World, seconds: int | None, header: Record, field: str, until: Any) -> None:
    if seconds:
        payload = {field: header[field]}
        world.effects.append(Effect(seconds, "edit", header["id"], payload))
        world.records["Invoices"][0] = world.records["Invoices"][0] | {field: until}


def _whole(name: str, value: object) -> int:
    low, high = _LIMITS[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < low:
        raise DoorError(f"{name} must be a whole number from {low}.")
    if high is not None and value > high:
        raise DoorError(f"{name} must be at most {high}.")
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise DoorError(f"{name} must be true or false.")
    return value


def _number(value: object, count: int) -> str | None:
    if value is not None and not isinstance(value, str):
        raise DoorError("number must be a text, or null for none.")
    if value and count > 1:
        raise DoorError("A number is for one invoice; ask for one at a time.")
    return value


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(as_instant(value))
    except ApiError:
        raise DoorError("created_at must be an instant like 2026-11-22T09:30:00Z.") from None
