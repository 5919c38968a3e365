"""Faults armed at the door: the next so many calls to an endpoint meet one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sandbox.door.errors import DoorError
from sandbox.door.labels import matches

# What the machinery does by itself; each vendor adds those that need an answer in its own shape.
GENERIC = frozenset(
    {
        "drop_before_commit",
        "drop_after_commit",
        "error_before_commit",
        "error_after_commit",
        "timeout_before_commit",
        "timeout_after_commit",
        "late_commit",
        "reset_mid_response",
        "truncated_body",
        "html_body",
        "slow",
    }
)
_FIELDS = frozenset({"name", "endpoint", "calls"})


@dataclass
class Fault:
    """A fault and how many more calls get it; `parameters` is whatever else its name needs."""

    name: str
    endpoint: str = "*"
    calls: int = 1
    parameters: Mapping[str, Any] = field(default_factory=dict)

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

    def __init__(self, vendor: str, names: Collection[str], parameters: Collection[str]) -> None:
        self._vendor = vendor
        self._names = frozenset(names)
        self._parameters = frozenset(parameters) | {"seconds"}
        self._armed: list[Fault] = []
        self._lock = Lock()

    def arm(self, wish: Mapping[str, Any]) -> Fault:
        """Arm a fault from the door's JSON, or explain what is wrong with it."""
        fault = self._checked(wish)
        with self._lock:
            self._armed.append(fault)
        return fault

    def take(self, label: str) -> Fault | None:
        """The fault that this call meets, if any; uses up one of its calls."""
        with self._lock:
            for fault in self._armed:
                if matches(fault.endpoint, label):
                    fault.calls -= 1
                    if not fault.calls:
                        self._armed.remove(fault)
                    return fault
        return None

    def armed(self) -> list[dict[str, Any]]:
        """What is still to come."""
        with self._lock:
            return [fault.described() for fault in self._armed]

    def clear(self) -> None:
        """Disarm everything."""
        with self._lock:
            self._armed.clear()

    def _checked(self, wish: Mapping[str, Any]) -> Fault:
        name, endpoint, calls = wish.get("name"), wish.get("endpoint", "*"), wish.get("calls", 1)
        if name not in self._names:
            known = ", ".join(sorted(self._names))
            raise DoorError(f"{self._vendor} has no fault named {name}; it has {known}.")
        if not isinstance(endpoint, str) or not endpoint.strip():
            raise DoorError("endpoint must be a text such as Invoices, PUT Invoices or *.")
        if not isinstance(calls, int) or isinstance(calls, bool) or calls < 1:
            raise DoorError("calls must be a whole number from 1.")
        parameters = {key: value for key, value in wish.items() if key not in _FIELDS}
        for key, value in parameters.items():
            self._check_parameter(key, value)
        return Fault(str(name), endpoint.strip(), calls, parameters)

    def _check_parameter(self, key: str, value: object) -> None:
        if key not in self._parameters:
            known = ", ".join(sorted(self._parameters))
            raise DoorError(f"A fault of {self._vendor} takes no {key}; it takes {known}.")
        if key == "seconds" and not (isinstance(value, int | float) and 0 <= value <= 3600):
            raise DoorError("seconds must be a number from 0 to 3600.")
