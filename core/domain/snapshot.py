"""What Autotask sent of an invoice, as the ledger keeps it beside its own form of it.

Exact (amounts stay text, nothing is rounded), comparable, and bounded: no text of Autotask's may
break the store or a log.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

# What other tools, and our own write back, change without touching what was billed.
MARKERS = frozenset({"webServiceDate", "paidDate"})

# BSON keeps whole numbers of 64 bits.
_LARGEST_STORED = 2**63 - 1
# Autotask promises 8,000 characters at most; beyond twice of it the rest says nothing more.
_LONGEST_TEXT = 16_000
# A document of MongoDB's takes 16 MB, and this stands in it beside our own form of the lines.
_LARGEST_SNAPSHOT = 2_500_000
_SHORTER_TEXTS = (500, 50)
# More lines than this are no invoice for Xero, and no document of MongoDB's.
MOST_LINES = 5_000
_DEEPEST = 20
_LONGEST_KEY = 200
_SIMPLE = frozenset({bool, type(None)})


class Snapshot(NamedTuple):
    """Header and lines as they are stored, and a fingerprint of what was billed."""

    invoice: dict[str, Any]
    lines: list[dict[str, Any]]
    content_hash: str

    def as_stored(self) -> dict[str, Any]:
        return {"invoice": self.invoice, "lines": self.lines}


def take_snapshot(raw: Mapping[str, Any], raw_lines: Sequence[Mapping[str, Any]]) -> Snapshot:
    """Keep what Autotask sent, as far as there is room.

    One that is out of all proportion keeps the beginnings of its texts, and if that is not enough
    as many of its lines as fit.
    """
    taken = _take(raw, raw_lines, _LONGEST_TEXT)
    text = whole = _billed(taken)
    for longest in _SHORTER_TEXTS:
        if len(text) > _LARGEST_SNAPSHOT:
            taken = _take(raw, raw_lines, longest)
            text = _billed(taken)
    if len(text) > _LARGEST_SNAPSHOT:
        taken = _with_room(*taken)
    return Snapshot(*taken, hashlib.sha256(whole.encode()).hexdigest())


def _with_room(
    header: dict[str, Any], lines: Sequence[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Without the fields and the lines, from the largest and from the last on, that do not fit."""
    kept, room = {}, _LARGEST_SNAPSHOT
    for name, value in sorted(header.items(), key=lambda each: _size(each[1])):
        room -= _size(name) + _size(value)
        if room > 0:
            kept[name] = value
    sizes = accumulate(_size(line) for line in lines)
    return kept, [line for line, size in zip(lines, sizes, strict=True) if size < room]


def _size(value: Any) -> int:
    return len(json.dumps(value)) + 4


def is_same_header(raw: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Tell whether a header found again says what is stored of it, markers left aside.

    A field that is missing and one that is null mean the same.
    """
    return all(
        name in MARKERS or value == stored.get(name) or plain(value) == stored.get(name)
        for name, value in raw.items()
    )


def new_markers(raw: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The markers that are not as they are stored."""
    found = {name: plain(raw[name]) for name in MARKERS if name in raw}
    return {name: value for name, value in found.items() if value != stored.get(name)}


def plain(value: Any, longest: int = _LONGEST_TEXT, depth: int = 0) -> Any:
    """The same JSON with decimals as text: a snapshot must not round what it shows."""
    kind = type(value)
    if kind is str:
        return _text(value, longest)
    if kind in _SIMPLE:
        return value
    if kind is int:
        return value if abs(value) <= _LARGEST_STORED else _text(str(value), longest)
    if kind in (dict, list):
        return _nested(value, longest, depth + 1)
    return _text(str(value), longest)


def _nested(value: Any, longest: int, depth: int) -> Any:
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {_key(name): plain(each, longest, depth) for name, each in value.items()}
    return [plain(each, longest, depth) for each in value]


@lru_cache(maxsize=1_024)
def _key(name: str) -> str:
    # MongoDB takes no key with a zero byte in it.
    return _text(name.replace("\0", ""), _LONGEST_KEY)


def _text(text: str, longest: int) -> str:
    if len(text) > longest:
        text = f"{text[:longest]}… (cut; the whole is {len(text):,} characters long)"
    if text.isascii():
        return text
    # Half a surrogate pair is text to JSON and to nobody else.
    return text.encode("utf-8", "replace").decode()


def _take(
    raw: Mapping[str, Any], raw_lines: Sequence[Mapping[str, Any]], longest: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return plain(dict(raw), longest), plain(list(raw_lines), longest)


def _billed(taken: tuple[dict[str, Any], list[dict[str, Any]]]) -> str:
    header, lines = taken
    kept = {name: value for name, value in header.items() if name not in MARKERS}
    return json.dumps(kept, sort_keys=True) + json.dumps(lines, sort_keys=True)
