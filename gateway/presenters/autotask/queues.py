"""What waits to be done in Autotask or Xero after an invoice has arrived, and what it waits for."""

from dataclasses import dataclass
from urllib.parse import quote

from core.store.views.autotask import AutotaskSide
from core.store.views.autotask_waiting import MOST_COUNTED
from core.store.views.connection_rows import ConnectionRow
from core.store.views.search import GIVEN_UP
from gateway.messages import frame as messages

_NOT_PERMITTED = "WRITE_BACK_NOT_PERMITTED"


@dataclass(frozen=True, slots=True)
class QueueView:
    """`count` is empty for what is not asked for; `waits` is what keeps it back, if anything does."""

    count: str
    waits: str = ""
    given_up: str = ""
    link: str = ""


def write_back_view(side: AutotaskSide, connection: ConnectionRow) -> QueueView:
    waiting, given_up = side.waiting.write_back, side.waiting.write_back_given_up
    where = f"/c/{quote(connection.id, safe='')}/sync/invoices?status=complete&cause={GIVEN_UP}"
    may_not = any(each.code == _NOT_PERMITTED for each in connection.warnings)
    waits = _kept_back(connection) or (messages.WAITS_RIGHT if may_not else "")
    return QueueView(
        count=counted(waiting),
        waits=waits if waiting else "",
        given_up=counted(given_up) if given_up else "",
        link=where,
    )


def pdfs_view(side: AutotaskSide, connection: ConnectionRow) -> QueueView:
    waiting = side.waiting.pdfs
    return QueueView(counted(waiting), _kept_back(connection) if waiting else "")


def counted(number: int | None) -> str:
    """Long queues are not counted to their end."""
    if number is None:
        return ""
    return f"{number:,} or more" if number >= MOST_COUNTED else f"{number:,}"


def _kept_back(connection: ConnectionRow) -> str:
    if not connection.is_active:
        return messages.WAITS_PAUSED
    if connection.is_shut_out:
        return messages.WAITS_SIGN_IN
    takes_calls = connection.autotask.state not in (
        "limited",
        "limited_share",
        "down",
        "maintenance",
    )
    return "" if takes_calls else messages.WAITS_CALLS
