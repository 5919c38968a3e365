"""Faults armed at the door: the next so many calls to an endpoint meet one."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sandbox.door.errors import DoorError
from sandbox.door.fault_kinds import FaultKind
from sandbox.door.labels import matches

_FIELDS = frozenset({"name", "endpoint", "calls"})


@dataclass
class Fault:
    """A fault and how many more calls get it; `parameters` is whatever else its name needs."""

    name: str
    endpoint: str = "*"
    calls: int = 1
    parameters: Mapping[str, Any] = field(default_factory=dict)
    acts_as: str = ""
    stands: bool = False

    @property
    def effect(self) -> str:
        """The name of what it does."""
        return self.acts_as or self.name

    def text(self, parameter: str, default: str = "") -> str:
        """A parameter that is a text."""
        return str(self.parameters.get(parameter) or default)

    def number(self, parameter: str, default: float) -> float:
        """A numeric parameter."""
        return float(self.parameters.get(parameter, default))

    def described(self) -> dict[str, Any]:
        """As the door shows it."""
        return {
            "name": self.name,
            "endpoint": self.endpoint,
            "calls": self.calls,
            **self.parameters,
        }


class FaultBoard:
    """The armed faults, met in the order in which they were armed."""

    def __init__(
        self,
        vendor: str,
        kinds: Iterable[FaultKind],
        parameters: Collection[str],
        check: Callable[[Fault], None] = lambda fault: None,
    ) -> None:
        self._vendor = vendor
        self._kinds = {kind.name: kind for kind in kinds}
        self._parameters = frozenset(parameters) | {"seconds"}
        self._check = check
        self._armed: list[Fault] = []
        self._lock = Lock()

    def arm(self, wish: Mapping[str, Any]) -> Fault:
        """Arm a fault from the door's JSON, or explain what is wrong with it."""
        fault = self._checked(wish)
        self._check(fault)
        with self._lock:
            self._armed.append(fault)
        return fault

    def take(self, label: str) -> Fault | None:
        """The fault that this call meets, if any; uses up one of its calls."""
        with self._lock:
            for fault in self._armed:
                if not fault.stands and matches(fault.endpoint, label):
                    fault.calls -= 1
                    if not fault.calls:
                        self._armed.remove(fault)
                    return fault
        return None

    def standing(self, label: str) -> list[Fault]:
        """The standing faults that this call meets."""
        with self._lock:
            return [each for each in self._armed if each.stands and matches(each.endpoint, label)]

    def struck(self, faults: Iterable[Fault]) -> None:
        """Standing faults that found something in a call."""
        with self._lock:
            for fault in faults:
                fault.calls -= 1
            self._armed = [fault for fault in self._armed if fault.calls > 0]

    def armed(self) -> list[dict[str, Any]]:
        """What is still to come."""
        with self._lock:
            return [fault.described() for fault in self._armed]

    def known(self) -> list[dict[str, Any]]:
        """Every fault that can be armed, in a sentence each."""
        return [kind.described() for kind in self._kinds.values()]

    def clear(self) -> None:
        """Disarm everything."""
        with self._lock:
            self._armed.clear()

    def _checked(self, wish: Mapping[str, Any]) -> Fault:
        kind = self._kinds.get(str(wish.get("name")))
        if kind is None:
            known = ", ".join(sorted(self._kinds))
            raise DoorError(
                f"{self._vendor} has no fault named {wish.get('name')}; it has {known}."
            )
        endpoint = wish.get("endpoint", wish.get("entity", kind.endpoint))
        calls = wish.get("calls", 1)
        if not isinstance(endpoint, str) or not endpoint.strip():
            raise DoorError("endpoint must be a text such as Invoices, PUT Invoices or *.")
        if not isinstance(calls, int) or isinstance(calls, bool) or calls < 1:
            raise DoorError("calls must be a whole number from 1.")
        parameters = {key: value for key, value in wish.items() if key not in _FIELDS}
        for key, value in parameters.items():
            self._check_parameter(kind, key, value)
        return Fault(
            kind.name, endpoint.strip(), calls, parameters, kind.acts_as, stands=kind.stands
        )

    def _check_parameter(self, kind: FaultKind, key: str, value: object) -> None:
        taken = self._parameters | set(kind.needs)
        if key not in taken:
            known = ", ".join(sorted(taken))
            raise DoorError(f"A fault of {self._vendor} takes no {key}; it takes {known}.")
        if key == "seconds" and not (isinstance(value, int | float) and 0 <= value <= 3600):
            raise DoorError("seconds must be a number from 0 to 3600.")
