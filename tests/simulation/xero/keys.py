"""Xero's memory of Idempotency-Keys: six minutes from the first call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

_LIFE_MS = 6 * 60_000


class Reply(NamedTuple):
    """What goes back, before the network has its say."""

    status: int
    body: bytes
    headers: dict[str, str]


@dataclass
class Entry:
    """A key in use; `reply` is set once its call is completed."""

    request: tuple[str, str, bytes]
    at: int
    reply: Reply | None = None
    waiting: list[Callable[[Reply], None]] = field(default_factory=list)


class KeyStore:
    """`sees_running`: a second call finds the first while it still runs, and waits for it."""

    def __init__(self, *, sees_running: bool) -> None:
        self._sees_running = sees_running
        self._entries: dict[str, Entry] = {}

    def find(self, key: str, ms: int) -> Entry | None:
        entry = self._entries.get(key)
        if entry is None or ms - entry.at >= _LIFE_MS:
            return None
        return entry if entry.reply is not None or self._sees_running else None

    def open(self, key: str, request: tuple[str, str, bytes], ms: int) -> Entry:
        entry = self._entries.get(key)
        if entry is None or ms - entry.at >= _LIFE_MS:
            entry = self._entries[key] = Entry(request, ms)
        return entry

    def complete(self, entry: Entry, reply: Reply) -> None:
        if entry.reply is None:
            entry.reply = reply
        waiting, entry.waiting = entry.waiting, []
        for tell in waiting:
            tell(entry.reply)

    def forget(self, key: str) -> None:
        """The call came to nothing; whoever waited for it gets an error."""
        entry = self._entries.get(key)
        if entry is None or entry.reply is not None:
            return
        del self._entries[key]
        for tell in entry.waiting:
            tell(Reply(500, b"", {}))
