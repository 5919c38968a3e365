"""Everything that the page of the Autotask side shows, as text."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from core.domain.zones import place_of, zone_of
from core.store.views.autotask import AutotaskSide, Sharer
from gateway.presenters.autotask.jobs import JobView, look_view, sweep_view
from gateway.presenters.autotask.lists import ListView, list_views, unread
from gateway.presenters.autotask.queues import QueueView, pdfs_view, write_back_view
from gateway.presenters.autotask.routing import RoutingView, routing_view
from gateway.presenters.autotask.totals import TotalsView, totals_view
from gateway.presenters.autotask_hour import HourView, hour_view
from gateway.presenters.connections import Badge, badges
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment_or_none


@dataclass(frozen=True, slots=True)
class AutotaskView:
    """`owner` is set where another connection has the sign-in and the options of reading."""

    badge: Badge
    since: Moment | None
    last_good: Moment | None
    user: str
    zone: str
    web_url: str
    owner: Sharer | None
    hour: HourView | None
    lists: tuple[ListView, ...]
    unread: str
    totals: TotalsView
    look: JobView
    sweep: JobView
    sweep_hour: int
    sweep_place: str
    days_back: int
    write_back: QueueView
    pdfs: QueueView
    routing: RoutingView | None


def autotask_view(side: AutotaskSide, through: Lens) -> AutotaskView:
    connection, now, zone = through.connection, through.now, through.zone
    badge, _ = badges(connection)
    return AutotaskView(
        badge=badge,
        since=moment_or_none(connection.autotask.since_at, now, zone),
        last_good=moment_or_none(connection.autotask.last_good_at, now, zone),
        user=connection.autotask_user,
        zone=urlsplit(connection.autotask_zone_url).netloc,
        web_url=_web(connection.autotask_web_url),
        owner=side.owner if connection.autotask_of else None,
        hour=hour_view(through),
        lists=list_views(side.lists, through),
        unread=unread(side.lists),
        totals=totals_view(side, through),
        look=look_view(side, through),
        sweep=sweep_view(side, through),
        sweep_hour=side.options.sweep_hour,
        sweep_place=place_of(zone_of(side.owner.zone)),
        days_back=side.options.days_back,
        write_back=write_back_view(side, connection),
        pdfs=pdfs_view(side, connection),
        routing=routing_view(side),
    )


def _web(url: str) -> str:
    return url if url.startswith("https://") else ""
