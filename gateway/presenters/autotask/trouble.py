"""Trouble of the Autotask side in a banner's words: who must act, until when, and what goes on."""

from collections.abc import Callable

from gateway.messages import frame as messages
from gateway.presenters.autotask_hour import hour_view, percent
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import clock_time

Told = tuple[str, str]
"""A title and a text."""

_PASSING = ("down", "maintenance", "refused", "limited_threads", "not_permitted")


def shut_out(through: Lens) -> Told:
    """A person has to enter credentials that Autotask accepts."""
    return messages.AUTOTASK_SHUT, _unread(through, messages.AUTOTASK_STOPPED)


def passing(through: Lens) -> Told | None:
    """Autotask cannot be read for a while; what was read before goes on to Xero all the same."""
    state = through.connection.autotask.state
    if state not in _PASSING:
        return None
    return messages.PASSING_TITLES[state].format(side="Autotask"), _unread(through)


def _unread(through: Lens, otherwise: str = "") -> str:
    health = through.connection.autotask
    said = health.message or otherwise
    told = f"{said.rstrip('.')}. " if said else ""
    since = ""
    if health.since_at:
        since = f"Since {clock_time(health.since_at, through.now, through.zone)} nothing is read. "
    return f"{told}{since}{messages.AUTOTASK_GOES_ON}"


def spent(through: Lens) -> Told | None:
    """The hour's calls are used up, by all or as far as our share goes."""
    told = _SPENT.get(through.connection.autotask.state)
    if told is None:
        return None
    title, words = told
    return title, f"{words(through)} {_next_look(through)}{messages.AUTOTASK_GOES_ON}"


def _of_all(through: Lens) -> str:
    limit = through.connection.autotask_budget.hour_limit or 10_000
    return f"Autotask takes {limit:,} calls an hour from all integrations together."


def _of_ours(through: Lens) -> str:
    hour, share = hour_view(through), percent(through.connection.autotask_share)
    if hour is None:
        return f"We stop at {share} of the hour’s calls, so that other integrations can work."
    who = "We alone have" if hour.is_own else "All integrations together have"
    return (
        f"{who} used {hour.used:,} of {hour.limit:,} calls this hour; we stop at {hour.stop_at:,} "
        f"({share}), so that the others can work."
    )


def _next_look(through: Lens) -> str:
    due_at = through.connection.ingest.next_run_at
    if due_at is None or due_at <= through.now:
        return ""
    return f"We look again at {clock_time(due_at, through.now, through.zone)}. "


_SPENT: dict[str, tuple[str, Callable[[Lens], str]]] = {
    "limited": (messages.AUTOTASK_HOUR, _of_all),
    "limited_share": (messages.AUTOTASK_SHARE, _of_ours),
}
