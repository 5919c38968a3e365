"""What a cause is made of: whose side it is, how it shows, its words, and the place to mend it."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote


class Side(StrEnum):
    """Where the cause lies."""

    AUTOTASK = "autotask"
    XERO = "xero"
    COUNTERFOIL = "counterfoil"
    NETWORK = "network"


class Shown(StrEnum):
    """How a cause meets a person.

    A fault stops a record; a hold lets it wait; a state is one of the whole connection, which goes
    on by itself where it can; a notice is something to know about a record that is not stuck.
    """

    FAULT = "fault"
    HOLD = "hold"
    STATE = "state"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A cause. Texts are templates that are filled with the document's own values.

    `vague` replaces `message` when one of its values is not known, because the vendor named none.
    `retry_helps` is true only if the same thing, sent again unchanged, may well succeed.

    `links` names the place in order of preference; one whose values are unknown is passed over:
    "xero:" a path behind the organisation's deep link, "document:" the record's document in Xero,
    "autotask:" a command of Autotask's, "here:" a page of this connection, "page:" a page of ours,
    "logs:" the record's sync logs.
    """

    code: str
    side: Side
    title: str
    message: str
    next_step: str
    retry_helps: bool = False
    links: tuple[str, ...] = ()
    vague: str = ""
    shown: Shown = Shown.FAULT


def names_in(template: str) -> frozenset[str]:
    """The values that a template asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def choose_link(kind: FaultKind, values: Mapping[str, str]) -> str:
    """The best place whose values are all known, with the values safe for an address."""
    for link in kind.links:
        if names_in(link) <= values.keys():
            return link.format_map({name: quote(text, safe="") for name, text in values.items()})
    return ""
