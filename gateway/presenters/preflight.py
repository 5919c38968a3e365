"""A preflight as its page shows it: progress, figures, causes with their records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.domain.status import Status
from core.store.views.preflights import PreflightView
from gateway.messages.frame import plural
from gateway.presenters.amounts import amount
from gateway.presenters.decisions import XERO_DECIDES
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment, month_name

_OUTCOMES = {
    "send": ("Would be sent", "circle-check"),
    "update": ("In Xero: compared, updated where it may", "refresh"),
    "void": ("In Xero: would be voided there", "x"),
    "hold": ("Would wait", "clock"),
    "stop": ("Would stop with a fault", "alert-octagon"),
    "skip": ("Would be skipped", "player-skip-forward"),
}
_LEVELS = {
    "blocker": "Stops",
    "hold": "Waits",
    "skip": "Skipped",
    "void": "Voided",
    "warning": "Warning",
}
_STATES = {
    "waiting": "Waiting to begin",
    "running": "Computing",
    "done": "Finished",
    "failed": "Given up",
}


@dataclass(frozen=True, slots=True)
class SumLine:
    """One account, tax type or month in one currency."""

    name: str
    currency: str
    count: str
    net: str
    tax: str


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A cause and its first records; `more` is how many are not linked."""

    level: str
    tone: str
    code: str
    title: str
    count: str
    ids: tuple[int, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PreflightCard:
    """All of it is text; `percent` is for the progress bar."""

    id: str
    state: str
    is_open: bool
    scope: str
    by: str
    started: Moment
    done: str
    percent: int
    message: str
    outcomes: tuple[tuple[str, str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str, tuple[SumLine, ...]], ...]
    causes: tuple[CauseLine, ...]
    contacts: tuple[str, ...]
    contacts_note: str


def preflight_card(found: PreflightView, through: Lens) -> PreflightCard:
    result = found.result
    counted: Mapping[str, int] = result.get("outcomes") or {}
    kinds: Mapping[str, int] = result.get("kinds") or {}
    return PreflightCard(
        id=found.id,
        state=_STATES.get(found.state, found.state),
        is_open=found.is_open,
        scope=_scope(found.wanted),
        by=found.by.replace("token:", "API token ", 1),
        started=moment(found.created_at, through.now, through.zone),
        done=f"{found.done:,} of {plural(found.total, 'invoice')}",
        percent=100 * found.done // found.total if found.total else 100 * (not found.is_open),
        message=found.message,
        outcomes=tuple(
            (name, icon, f"{counted[key]:,}")
            for key, (name, icon) in _OUTCOMES.items()
            if counted.get(key)
        ),
        kinds=tuple((_kind(name), f"{count:,}") for name, count in sorted(kinds.items())),
        tables=(
            ("By account", "Account", _sums(result.get("accounts") or ())),
            ("By tax type", "Tax type", _sums(result.get("tax_types") or (), unnamed=XERO_DECIDES)),
            ("By month", "Month", _sums(result.get("months") or (), is_month=True)),
        ),
        causes=tuple(_cause(each) for each in result.get("causes") or ()),
        contacts=tuple(each["company"] for each in result.get("contacts") or ()),
        contacts_note=_contacts_note(result),
    )


def _contacts_note(result: Mapping[str, Any]) -> str:
    if not result.get("contacts_cut"):
        return ""
    return f"These are the first {len(result['contacts']):,}; there are more."


def _scope(wanted: Mapping[str, Any]) -> str:
    if not wanted:
        return "Everything that is pending"
    if wanted.get("cause"):
        # A cause is that of a fault, whatever status was ticked beside it.
        parts = [f"{Status.FAULT.label}, cause {wanted['cause']}"]
    else:
        statuses = [Status(each).label for each in wanted.get("statuses") or ("pending_sync",)]
        parts = [", ".join(statuses)]
    if wanted.get("text"):
        parts.append(f"matching “{wanted['text']}”")
    if wanted.get("first_on") or wanted.get("last_on"):
        first, last = wanted.get("first_on") or "the beginning", wanted.get("last_on") or "now"
        parts.append(f"dated {first} to {last}")
    if wanted.get("currency"):
        parts.append(f"in {wanted['currency']}")
    if wanted.get("removed"):
        parts.append("removed from the list")
    return " · ".join(parts)


def _kind(name: str) -> str:
    kind, _, status = name.partition(", ")
    return f"{kind.replace('_', ' ').capitalize()}, {status}"


def _sums(
    sums: Sequence[Mapping[str, Any]], *, is_month: bool = False, unnamed: str = "none"
) -> tuple[SumLine, ...]:
    return tuple(
        SumLine(
            name=month_name(each["key"]) if is_month else each["key"] or unnamed,
            currency=each["currency"],
            count=f"{each['count']:,}",
            net=amount(Decimal(each["net"])),
            tax=amount(Decimal(each["tax"])),
        )
        for each in sums
    )


def _cause(each: Mapping[str, Any]) -> CauseLine:
    return CauseLine(
        level=_LEVELS.get(each["level"], each["level"]),
        tone="bad" if each["level"] == "blocker" else "",
        code=each["code"] if each["level"] != "warning" else "",
        title=each["title"],
        count=f"{each['count']:,}",
        ids=tuple(each["ids"]),
        more=each["count"] - len(each["ids"]),
    )
