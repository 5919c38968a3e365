"""A cause with the values of one document."""

from dataclasses import dataclass

from core.domain.faults.catalogue import CATALOGUE
from core.domain.faults.kind import Side, choose_link, names_in


@dataclass(frozen=True, slots=True)
class Fault:
    """`vendor_text` is the vendor's own, unchanged; several reasons stand in lines."""

    code: str
    side: Side
    title: str
    message: str
    next_step: str
    retry_helps: bool = False
    link: str = ""
    vendor_text: str = ""


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
    )


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "(unknown)"
