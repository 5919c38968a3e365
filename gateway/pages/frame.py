"""What every page of a connection shows around its own content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import abort, current_app, render_template, request

from core.domain.status import Status
from core.domain.zones import place_of
from core.runtime.clock import utc_now
from core.store.views import connections
from core.store.views.beside import Beside
from core.store.views.bulk_actions import BulkView
from core.store.views.connection_rows import ConnectionRow
from core.store.views.documents import CauseGroup, Counted
from core.store.views.standing import standing
from core.store.views.switcher import Other
from gateway.messages import frame as messages
from gateway.pages.switcher import switcher
from gateway.pages.viewing import viewing
from gateway.presenters import connections as words
from gateway.presenters.banners import banners
from gateway.presenters.document_rows import Lens, lens
from gateway.presenters.first_run import first_switch
from gateway.presenters.job_bar import job_bar
from gateway.shelves import SHELVES as SHELVES


@dataclass(frozen=True, slots=True)
class Frame:
    """A connection, looked at now, with the figures that its header and banner need."""

    lens: Lens
    counts: dict[Status, Counted]
    causes: tuple[CauseGroup, ...]
    job: BulkView | None
    """What was started last over many documents, while it is on."""
    others: tuple[Other, ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)
    """The answers to what the page has asked itself, by their names."""


def known(connection_id: str) -> ConnectionRow:
    """404 for an id that nobody knows."""
    return connections.connection(connection_id) or abort(404, messages.NO_SUCH_CONNECTION)


def frame_of(connection_id: str, kind: str = "invoices", **beside: Beside[Any]) -> Frame:
    """`beside` is what the page itself asks, in the same go."""
    found = standing(connection_id, beside) or abort(404, messages.NO_SUCH_CONNECTION)
    action, deep_link = found.newest_action, current_app.config["SETTINGS"].xero_deep_link
    return Frame(
        lens=lens(found.connection, kind, utc_now(), deep_link, viewing()),
        counts=found.counts,
        causes=found.causes,
        job=action if action and action.is_open else None,
        others=found.others,
        beside=found.beside,
    )


def render(template: str, frame: Frame, **values: Any) -> str:
    return render_template(template, **context(frame), **values)


def context(frame: Frame) -> dict[str, Any]:
    connection = frame.lens.connection
    return {
        "c": connection,
        "badges": words.badges(connection),
        "engine": words.engine(frame.lens),
        "banners": banners(
            frame.lens,
            frame.counts,
            frame.causes,
            hears_commands=current_app.extensions["commands"].is_reachable(),
        ),
        "fault_count": frame.counts[Status.FAULT],
        "first_switch": first_switch(connection, frame.counts),
        "open_job": job_bar(frame.job),
        "place": place_of(frame.lens.zone),
        "now_iso": frame.lens.now.isoformat(),
        "query_string": query_string,
        # A plain form comes back here; what a script draws is no page to come back to.
        "here": "" if is_fragment() or request.method != "GET" else request.full_path,
        "is_fragment": is_fragment(),
        "switcher": partial(switcher, frame.others),
        "statuses": [(status, messages.STATUS_ICONS[status]) for status in Status],
    }


def query_string(**changes: str | None) -> str:
    """The present query with changes; a new filter or order begins at the first page again."""
    kept = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value and name not in changes and name not in ("cursor", "open")
    ]
    added = [(name, value) for name, value in changes.items() if value]
    return f"?{urlencode(kept + added)}" if kept or added else ""


def is_fragment() -> bool:
    return request.headers.get("HX-Request") == "true"
