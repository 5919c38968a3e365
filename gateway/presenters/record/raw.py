"""What Autotask itself sent of a document, for whoever has to see why it is as it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.store.views.record import Record

# A panel stays quick to open and to read; all of it has a page of its own.
_MOST_SHOWN = 12_000
# Causes that lie in the data themselves, so that the data are shown at once.
_ABOUT_DATA = frozenset({"AUTOTASK_DATA"})


@dataclass(frozen=True, slots=True)
class RawFold:
    """`text` is the beginning of it; `is_open` says that the reader wants it first."""

    text: str
    is_cut: bool
    is_open: bool


def raw_fold(record: Record) -> RawFold | None:
    if not record.raw:
        return None
    text = raw_text(record.raw)
    code = record.row.fault.code if record.row.fault else ""
    return RawFold(text[:_MOST_SHOWN], len(text) > _MOST_SHOWN, code in _ABOUT_DATA)


def raw_text(raw: Mapping[str, Any]) -> str:
    """Indented, in Autotask's own order."""
    return json.dumps(raw, indent=2, ensure_ascii=False, default=str)
