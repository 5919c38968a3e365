"""What a world consists of: records in the vendor's shape, intents, and effects still to come."""

from dataclasses import dataclass, field
from typing import Any, Literal

Record = dict[str, Any]
EffectKind = Literal["edit", "lines", "appear"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What an invoice is meant to become in the ledger, and why."""

    expect: str
    why: str


@dataclass(frozen=True, slots=True)
class Effect:
    """A change that happens once, `after_seconds` of sandbox time after the world started."""

    after_seconds: int
    kind: EffectKind
    invoice_id: int
    payload: Any


@dataclass(slots=True)
class World:
    """Records by entity carry only the fields that are set; the rest are null."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    intents: dict[int, Intent] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
