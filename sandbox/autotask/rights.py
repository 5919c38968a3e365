"""What the API user's security level lets it do: entities it may not touch, lines it never sees."""

from collections.abc import Mapping
from typing import Any, Final

from sandbox.autotask.problems import ApiError
from sandbox.autotask.schema import entities
from sandbox.autotask.switches import Switches
from sandbox.door.errors import DoorError
from sandbox.door.storage import Store

_VALUE: Final = "rights"
ENTITIES: Final = "entities"
LINES_OF_BUSINESS: Final = "lines_of_business"
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    ENTITIES: ("all", "query", "none"),
    LINES_OF_BUSINESS: ("all", "no_lines", "none"),
}
_LACKING: Final = "The logged in Resource does not have the adequate permissions"


class Rights:
    """What was taken from the user, kept with the world; whatever is not named may be all."""

    def __init__(self, store: Store, switches: Switches) -> None:
        self._store = store
        self._switches = switches

    def values(self) -> dict[str, dict[str, str]]:
        return {kind: dict(self._store.value(_VALUE, {}).get(kind, {})) for kind in _CHOICES}

    def change(self, wishes: Mapping[str, Any]) -> None:
        values = self.values()
        for kind, wish in wishes.items():
            if kind not in _CHOICES or not isinstance(wish, dict):
                raise DoorError("rights takes objects: entities and lines_of_business.")
            values[kind] |= {self._name(kind, str(key)): _choice(kind, wish[key]) for key in wish}
        self._store.set_value(_VALUE, values)

    def check(self, entity: str, method: str) -> None:
        """The vendor's refusal, if the call is one of those that are not allowed."""
        allowed = self.values()[ENTITIES].get(entity, "all")
        if allowed == "none" or (allowed == "query" and method in ("PATCH", "PUT")):
            raise self.refusal(method)

    def refusal(self, method: str) -> ApiError:
        """In the words that the switch permission_text chooses."""
        text = self._switches.position("permission_text")
        if text == "403":
            return ApiError(403, None)
        what = "update" if method in ("PATCH", "PUT") else "query"
        tail = f" to {what} this entity type." if text == "long" else "."
        return ApiError(500, [f"{_LACKING}{tail}"])

    def hidden_lines(self) -> Mapping[int, str]:
        """The lines of business that the user cannot see: no_lines, or none of it at all."""
        chosen = self.values()[LINES_OF_BUSINESS]
        return {int(number): choice for number, choice in chosen.items() if choice != "all"}

    def _name(self, kind: str, key: str) -> str:
        if kind == ENTITIES:
            found = entities().get(key.lower())
            if found is None:
                raise DoorError(f"There is no entity named {key}.")
            return found.name
        known = {str(row["id"]) for row in self._store.all("OrganizationalLevelAssociations")}
        if key not in known:
            raise DoorError(f"There is no line of business {key}; there are {', '.join(known)}.")
        return key


def _choice(kind: str, wish: object) -> str:
    if wish not in _CHOICES[kind]:
        raise DoorError(f"A right in {kind} is {' or '.join(_CHOICES[kind])}.")
    return str(wish)
