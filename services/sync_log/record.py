"""Stores log lines, many at a time; one that is there already stays as it is."""

from typing import Any

from core.runtime.answers import Answer, done, problem
from core.store import log_entries

_REQUIRED = ("id", "connection", "at", "level", "service", "code", "message")


def record(lines: list[dict[str, Any]]) -> Answer:
    """Store what has every required field; lines without are refused by name, the others kept."""
    bad = [
        index
        for index, line in enumerate(lines)
        if not all(isinstance(line.get(name), str) for name in _REQUIRED)
    ]
    stored = log_entries.insert(line for index, line in enumerate(lines) if index not in set(bad))
    if bad:
        return problem("invalid", f"Lines {bad} lack one of: {', '.join(_REQUIRED)}.")
    return done(stored=stored)
