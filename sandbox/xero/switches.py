"""How the open questions are answered at the moment; the door turns the answers."""

from collections.abc import Mapping
from typing import Any

from sandbox.door.errors import DoorError
from sandbox.door.storage import Store
from sandbox.xero.open_questions import SWITCHES, Value

_LARGEST = 100_000
_BY_NAME = {switch.name: switch for switch in SWITCHES}


class Switches:
    """How the open questions are answered at the moment."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def value(self, name: str) -> Any:
        """The answer in force."""
        return self._store.value(f"switch:{name}", _BY_NAME[name].default)

    def change(self, wishes: Mapping[str, Any]) -> None:
        """Answer some of them differently; all or none."""
        for name, wish in wishes.items():
            _check(name, wish)
        for name, wish in wishes.items():
            self._store.set_value(f"switch:{name}", wish)

    def values(self) -> dict[str, Value]:
        """All answers by name."""
        return {name: self.value(name) for name in _BY_NAME}

    def described(self) -> list[dict[str, Any]]:
        """All of them with what they mean."""
        return [
            {
                "name": switch.name,
                "meaning": switch.meaning,
                "values": list(switch.values) or f"a whole number from 0 to {_LARGEST}",
                "default": switch.default,
                "value": self.value(switch.name),
                "mark": switch.mark,
            }
            for switch in SWITCHES
        ]


def _check(name: str, wish: object) -> None:
    switch = _BY_NAME.get(name)
    if switch is None:
        raise DoorError(f"There is no switch named {name}; there are {', '.join(_BY_NAME)}.")
    if switch.values:
        # True is 1 to Python, and is no status.
        if not any(wish == value and type(wish) is type(value) for value in switch.values):
            known = ", ".join(str(value) for value in switch.values)
            raise DoorError(f"The switch {name} takes one of {known}.")
    elif not isinstance(wish, int) or isinstance(wish, bool) or not 0 <= wish <= _LARGEST:
        raise DoorError(f"The switch {name} takes a whole number from 0 to {_LARGEST}.")
