"""How the open questions are answered at the moment; the door turns the answers."""

from collections.abc import Mapping
from typing import Final

from sandbox.autotask.open_questions import LONGEST_LAG, SWITCHES, Switch, Value
from sandbox.door.errors import DoorError
from sandbox.door.storage import Store

_VALUE: Final = "switches"
_BY_NAME: Final = {switch.name: switch for switch in SWITCHES}


class Switches:
    """The positions, kept with the world that they belong to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def position(self, name: str) -> Value:
        found: Value = self._store.value(_VALUE, {}).get(name, _BY_NAME[name].default)
        return found

    def positions(self) -> dict[str, Value]:
        return {name: self.position(name) for name in _BY_NAME}

    def change(self, wishes: Mapping[str, object]) -> None:
        for name, wish in wishes.items():
            if name not in _BY_NAME:
                raise DoorError(
                    f"There is no switch named {name}; there are {', '.join(_BY_NAME)}."
                )
            _check(_BY_NAME[name], wish)
        self._store.set_value(_VALUE, {**self.positions(), **wishes})


def _check(switch: Switch, wish: object) -> None:
    if switch.values:
        if wish not in switch.values:
            raise DoorError(f"The switch {switch.name} takes {' or '.join(switch.values)}.")
    elif not isinstance(wish, int) or isinstance(wish, bool) or not 0 <= wish <= LONGEST_LAG:
        raise DoorError(f"The switch {switch.name} takes a whole number from 0 to {LONGEST_LAG}.")
