"""What the vendor does not document: each doubt is a switch with its most probable position first."""

from collections.abc import Mapping
from typing import Final

from sandbox.door.errors import DoorError
from sandbox.door.storage import Store

POSITIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "invoice_total": ("net", "gross"),
    "tax_rate": ("percent", "fraction"),
    "created_filter": ("instant", "day"),
    "pdf_data": ("base64", "bytes", "item"),
    "missing_item": ("null", "404"),
    "unpay": ("allowed", "refused"),
    "patch_voided": ("allowed", "refused"),
}
_VALUE: Final = "switches"


class Switches:
    """The positions, kept with the world that they belong to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def position(self, name: str) -> str:
        return self.positions()[name]

    def positions(self) -> dict[str, str]:
        defaults = {name: choices[0] for name, choices in POSITIONS.items()}
        return {**defaults, **self._store.value(_VALUE, {})}

    def change(self, wishes: Mapping[str, object]) -> None:
        for name, wish in wishes.items():
            if name not in POSITIONS:
                raise DoorError(
                    f"There is no switch named {name}; there are {', '.join(POSITIONS)}."
                )
            if wish not in POSITIONS[name]:
                raise DoorError(f"The switch {name} takes {' or '.join(POSITIONS[name])}.")
        self._store.set_value(_VALUE, {**self.positions(), **wishes})
