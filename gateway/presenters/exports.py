"""Files of whole lists, as the page shows them while they are written."""

from dataclasses import dataclass

from core.store.views.exports import ExportView
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment

_STATES = {
    "waiting": "Waiting for its turn",
    "running": "Being written",
    "done": "Ready",
    "stopped": "Stopped",
    "failed": "Not written",
}


@dataclass(frozen=True, slots=True)
class ExportCard:
    """All of it is text. `percent` is None while nobody knows how much there is."""

    id: str
    name: str
    state: str
    label: str
    is_open: bool
    is_ready: bool
    done: str
    percent: int | None
    size: str
    message: str
    query: str
    list_url: str
    began: Moment


def export_card(found: ExportView, through: Lens) -> ExportCard:
    rows = f"{found.done:,}"
    known = found.total and found.state == "running"
    query = f"?{found.query}" if found.query else ""
    return ExportCard(
        id=found.id,
        name=found.name,
        state=found.state,
        label=_STATES[found.state],
        is_open=found.is_open,
        is_ready=found.state == "done",
        done=f"{rows} of {found.total:,} rows" if known else f"{rows} rows",
        percent=min(100, 100 * found.done // found.total) if found.total else None,
        size=_size(found.size),
        message=found.message,
        query=found.query,
        list_url=f"/c/{through.connection.id}/sync/{found.shelf}{query}",
        began=moment(found.created_at, through.now, through.zone),
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000):,} kB"
