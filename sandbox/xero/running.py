"""A second call with the Idempotency-Key of one that still runs, which no document describes."""

from dataclasses import dataclass
from threading import Lock

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.xero import answers
from sandbox.xero.idempotency import key_in
from sandbox.xero.switches import Switches

# A real call is cut off by the load balancer after about as long.
_LONGEST_WAIT_SECONDS = 100
_IN_USE = "Idempotency Key: {} is in use by another request."


@dataclass
class _Running:
    call: Call
    is_unguarded: bool = False


class RunningKeys:
    """The calls with a key that have arrived and are not over."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches
        self._lock = Lock()
        self._running: list[tuple[str, _Running]] = []

    def arrived(self, call: Call) -> None:
        """Remember a call until it is over."""
        key = key_in(call.method, call.headers)
        with self._lock:
            self._running = [pair for pair in self._running if not pair[1].call.over.is_set()]
            if key is not None:
                self._running.append((key, _Running(call)))

    def meet(self, call: Call) -> Response | None:
        """Wait for the earlier calls of this key, or go on beside them, or be refused."""
        key = key_in(call.method, call.headers)
        earlier = self._earlier(key, call)
        if not earlier:
            return None
        way = self._switches.value("idempotency_while_running")
        if way == "refuse":
            shape = self._switches.value("idempotency_refusal")
            return answers.key_refused(_IN_USE.format(key), shape)
        if way == "run":
            for entry in (*earlier, *self._entries(call)):
                entry.is_unguarded = True
            return None
        done = all(entry.call.over.wait(_LONGEST_WAIT_SECONDS) for entry in earlier)
        return None if done else answers.page_error(504, "Gateway Time-out")

    def is_unguarded(self, call: Call) -> bool:
        """Whether a call runs beside another one of its key, so that the key protects neither."""
        return any(entry.is_unguarded for entry in self._entries(call))

    def _entries(self, call: Call) -> list[_Running]:
        with self._lock:
            return [entry for _, entry in self._running if entry.call is call]

    def _earlier(self, key: str | None, call: Call) -> list[_Running]:
        found: list[_Running] = []
        with self._lock:
            for other_key, entry in self._running:
                if entry.call is call:
                    return found
                if other_key == key and not entry.call.over.is_set():
                    found.append(entry)
        return []
