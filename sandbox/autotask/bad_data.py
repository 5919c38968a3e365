"""Bad data by name: what a standing fault makes of the rows of an answer."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sandbox.autotask.bad_values import CHANGES, MALFORMED
from sandbox.autotask.problems import ApiError
from sandbox.autotask.schema import UDF_ARRAY, Entity, entities
from sandbox.door.call import Call
from sandbox.door.errors import DoorError
from sandbox.door.faults import Fault
from sandbox.door.jsontext import Document, dumps

ALL: Final = "all"
LARGEST: Final = 50_000_000


def spoiled_texts(
    call: Call, entity: Entity, rows: Sequence[Document], shown: Callable[[Document], Document]
) -> dict[int, str]:
    """The JSON of those rows, by id, in which a standing fault of the call found something."""
    found: dict[int, Document] = {}
    for fault in call.standing:
        if fault.effect not in CHANGES or not _is_meant(fault, entity):
            continue
        changed = {}
        for row in _chosen(fault, rows):
            document = CHANGES[fault.effect](
                entity, found.get(row["id"]) or shown(row), fault, named_field(entity, fault)
            )
            if document is not None:
                changed[row["id"]] = document
        if changed:
            call.struck.append(fault)
            found |= changed
    return {number: dumps(document).replace(*MALFORMED) for number, document in found.items()}


def concerns(fault: Fault, record_id: int) -> bool:
    """Whether a fault that may name a record means this one."""
    return fault.parameters.get("record", record_id) in (record_id, ALL)


def named_field(entity: Entity, fault: Fault) -> str | None:
    """The field that the fault names, in its own spelling."""
    name = fault.parameters.get("field")
    if name is None:
        return None
    if entity.carries_user_fields and str(name).lower() == UDF_ARRAY.lower():
        return UDF_ARRAY
    return entity.field(str(name)).name


def check(fault: Fault) -> None:
    """A sentence for whoever arms what could never strike."""
    for name in ("entity", "field", "record", "size"):
        if name in fault.parameters:
            _CHECKS[name](fault, fault.parameters[name])


def _is_meant(fault: Fault, entity: Entity) -> bool:
    return fault.text("entity", entity.name).lower() == entity.name.lower()


def _chosen(fault: Fault, rows: Sequence[Document]) -> Iterable[Document]:
    wanted = fault.parameters.get("record")
    if wanted is None:
        return rows[:1]
    return [row for row in rows if wanted in (row["id"], ALL)]


def _check_entity(fault: Fault, value: Any) -> None:
    if str(value).lower() not in entities():
        raise DoorError(f"There is no entity named {value}.")


def _check_field(fault: Fault, value: Any) -> None:
    name = fault.text("entity", fault.endpoint.rpartition(" ")[2])
    entity = entities().get(name.lower())
    try:
        if entity is None or named_field(entity, fault) is None:
            raise DoorError("A field needs the entity that has it.")
    except ApiError as problem:
        raise DoorError(" ".join(problem.errors or [])) from None


def _check_record(fault: Fault, value: Any) -> None:
    if value != ALL and (not isinstance(value, int) or isinstance(value, bool)):
        raise DoorError("record must be an id or all.")


def _check_size(fault: Fault, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST:
        raise DoorError(f"size must be a whole number from 1 to {LARGEST}.")


_CHECKS: Final[dict[str, Callable[[Fault, Any], None]]] = {
    "entity": _check_entity,
    "field": _check_field,
    "record": _check_record,
    "size": _check_size,
}
