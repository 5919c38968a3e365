"""What is still to be done before the first invoice goes to Xero, and what the first switch-on asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.domain.setting_choices import ArrivalStatus
from core.domain.status import Status
from core.store.views.connection_rows import ConnectionRow
from core.store.views.documents import Counted
from gateway.messages import frame as messages
from gateway.presenters.counted import plural_of

_ACCOUNTS = frozenset(("accounts", "default_account"))
_TAX = frozenset(("tax_types", "tax_mode"))
_ARRIVES = {
    ArrivalStatus.DRAFT.value: "Draft",
    ArrivalStatus.AUTHORISED.value: "Awaiting Payment",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps; `is_next` marks the one to take now."""

    title: str
    text: str
    link: str
    action: str
    needed: str
    is_done: bool
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before sync is switched on for the first time."""

    title: str
    text: str
    yes: str
    no: str


def is_first_run(connection: ConnectionRow, counts: Mapping[Status, Counted]) -> bool:
    """Nothing has reached Xero, and something of the set-up is still to be done."""
    if counts[Status.COMPLETE]:
        return False
    has_looked = connection.ingest.last_run_at is not None
    return not (connection.is_active and connection.has_consent and has_looked)


def steps(connection: ConnectionRow, counts: Mapping[Status, Counted]) -> tuple[Step, ...]:
    base = f"/c/{connection.id}"
    is_read = connection.autotask.last_good_at is not None and not connection.is_shut_out
    chosen = connection.settings.keys()
    is_mapped = bool(chosen & _ACCOUNTS) and bool(chosen & _TAX)
    waiting = counts[Status.PENDING_SYNC]
    ready = messages.STEP_READY.format(count=plural_of(waiting, "invoice")) if waiting else ""
    found = [
        Step("Connect Autotask", messages.STEP_AUTOTASK, f"{base}/autotask#credentials",
             "Enter credentials", "admin", is_read),
        Step("Connect Xero", messages.STEP_XERO, f"/connect/xero?connection={connection.id}",
             "Connect to Xero", "admin", connection.has_consent),
        Step("Map accounts and tax", messages.STEP_MAPPING, f"{base}/configuration/accounts",
             "Open the mapping", "viewer", is_mapped),
        Step("Look at a preflight, then switch on", messages.STEP_PREFLIGHT + ready,
             f"{base}/sync/preflight", "Open the preflight", "viewer", connection.is_active),
    ]  # fmt: skip
    first = next((number for number, step in enumerate(found) if not step.is_done), None)
    return tuple(replace(step, is_next=number == first) for number, step in enumerate(found))


def first_switch(connection: ConnectionRow, counts: Mapping[Status, Counted]) -> Question | None:
    """None once something has reached Xero: later switches need no question."""
    if connection.is_active or counts[Status.COMPLETE]:
        return None
    waiting = counts[Status.PENDING_SYNC]
    ready = messages.FIRST_READY.format(
        count=plural_of(waiting, "invoice"), verb="is" if waiting == Counted(1) else "are"
    )
    status = connection.settings.get("arrival_status", ArrivalStatus.DRAFT.value)
    arrives = messages.FIRST_ARRIVES.format(status=_ARRIVES.get(status, status))
    return Question(
        messages.FIRST_TITLE, f"{ready} {arrives}", messages.FIRST_YES, messages.FIRST_NO
    )
