"""Autotask's calls of the hour, which all integrations of a tenant share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment_or_none

_HOUR = timedelta(hours=1)
_BY = {False: "by all integrations", True: "by us alone"}
_WHOSE = {
    False: "By all integrations of this Autotask together.",
    True: "By us alone; Autotask does not tell what others use.",
}


@dataclass(frozen=True, slots=True)
class HourView:
    """`stop_at` is the number of calls at which we wait, whoever made them.

    `filled` and `stop_mark` are percents of the bar; `whose` says who made the calls.
    """

    limit: int
    used: int
    filled: float
    stop_at: int
    stop_mark: float
    share: str
    text: str
    whose: str
    is_own: bool
    read: Moment | None


def hour_view(through: Lens) -> HourView | None:
    """None as long as Autotask has not said, or said it more than an hour ago."""
    connection = through.connection
    budget = connection.autotask_budget
    if not budget.hour_limit or _is_old(budget.hour_read_at, through.now):
        return None
    used = budget.hour_used or 0
    return HourView(
        limit=budget.hour_limit,
        used=used,
        filled=min(round(100 * used / budget.hour_limit, 1), 100.0),
        stop_at=int(budget.hour_limit * connection.autotask_share),
        stop_mark=float(connection.autotask_share * 100),
        share=percent(connection.autotask_share),
        text=f"{used:,} of {budget.hour_limit:,} calls used this hour, {_BY[budget.hour_is_own]}",
        whose=_WHOSE[budget.hour_is_own],
        is_own=budget.hour_is_own,
        read=moment_or_none(budget.hour_read_at, through.now, through.zone),
    )


def percent(share: Decimal) -> str:
    """ "70 %", with a blank at which no line breaks."""
    return f"{(share * 100).normalize():f}\u00a0%"


def _is_old(read_at: datetime | None, now: datetime) -> bool:
    return read_at is None or now - read_at > _HOUR
