"""The bar at the bottom while something is done to many documents."""

from dataclasses import dataclass

from core.store.views.bulk_actions import BulkView

_DOING = {"resync": "Resync", "skip": "Skip", "unskip": "Do not skip", "remove": "Remove"}


@dataclass(frozen=True, slots=True)
class JobBar:
    """How far it is, and where to read more or stop it."""

    id: str
    text: str
    done: int
    total: int


def job_bar(job: BulkView | None) -> JobBar | None:
    if job is None:
        return None
    doing = _DOING.get(job.action, job.action)
    how_far = "counting" if job.total is None else f"{job.done:,} of {job.total:,}"
    return JobBar(job.id, f"{doing}: {how_far}", job.done, job.total or 0)
