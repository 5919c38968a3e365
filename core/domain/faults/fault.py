"""A cause with the values of one document."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.domain.errors import MappingError
from core.domain.faults.catalogue import CATALOGUE
from core.domain.faults.kind import FaultKind, Side, choose_link, names_in


@dataclass(frozen=True, slots=True)
class Fault:
    """`vendor_text` is the vendor's own, unchanged; several reasons stand in lines.

    `values` are what the sentences name of this document, and the names by which the connection's
    tables go: what it takes to mend the cause on the spot.
    """

    code: str
    side: Side
    title: str
    message: str
    next_step: str
    retry_helps: bool = False
    link: str = ""
    vendor_text: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


def fault_of(error: MappingError, **values: object) -> Fault:
    """What mapping could not do, as a fault of this document."""
    fault = make_fault(error.code, vendor_text="", **{**values, **error.values})
    named = {**fault.values, **error.keys}
    return replace(fault, values={name: text for name, text in named.items() if text})


def make_fault(code: str, *, vendor_text: str = "", **values: object) -> Fault:
    """Fill a catalogue entry with values; an absent value shows as "unknown", never as a crash."""
    kind = CATALOGUE[code]
    known = _Values({name: str(value) for name, value in values.items() if value not in (None, "")})
    is_vague = kind.vague and not names_in(kind.message) <= known.keys()
    return Fault(
        code=kind.code,
        side=kind.side,
        title=kind.title.format_map(known),
        message=(kind.vague if is_vague else kind.message).format_map(known),
        next_step=kind.next_step.format_map(known),
        retry_helps=kind.retry_helps,
        link=choose_link(kind, known),
        vendor_text=vendor_text,
        values={name: known[name] for name in sorted(_named(kind) & known.keys())},
    )


def _named(kind: FaultKind) -> frozenset[str]:
    """What the sentences of a cause name."""
    return names_in(kind.title) | names_in(kind.message) | names_in(kind.next_step)


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "(unknown)"
