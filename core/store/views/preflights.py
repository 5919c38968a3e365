"""Simulations of a queue, as their screen, their files and the JSON API show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.documents import PreflightDocument, PreflightRowDocument
from core.store.views.reading import collection, read

_MOST = 5
_PAGE = 500


@dataclass(frozen=True, slots=True)
class PreflightView:
    """`result` has outcomes, kinds, accounts, tax_types, months, causes and contacts so far."""

    id: str
    by: str
    wanted: dict[str, Any]
    state: str
    created_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    result: dict[str, Any]
    message: str

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class PreflightRow:
    """What one record would become."""

    autotask_id: int
    number: str
    company: str
    issued_on: str
    currency: str
    total: str
    outcome: str
    code: str
    message: str
    accounts: tuple[str, ...]
    tax_types: tuple[str, ...]
    warnings: tuple[str, ...]
    new_contact: str


@read
def latest(connection: str) -> tuple[PreflightView, ...]:
    """The latest first."""
    found = collection(PreflightDocument).find({"connection": connection})
    return tuple(_view(each) for each in found.sort("created_at", -1).limit(_MOST))


@read
def preflight(connection: str, preflight_id: str) -> PreflightView | None:
    found = collection(PreflightDocument).find_one({"_id": preflight_id, "connection": connection})
    return _view(found) if found else None


@read
def rows(
    preflight_id: str, outcome: str = "", *, after: int = -1, limit: int = _PAGE
) -> list[PreflightRow]:
    """A page of rows behind an Autotask id."""
    wanted: dict[str, Any] = {"preflight": preflight_id, "autotask_id": {"$gt": after}}
    if outcome:
        wanted["outcome"] = outcome
    found = collection(PreflightRowDocument).find(wanted).sort("autotask_id", 1).limit(limit)
    return [_row(each) for each in found]


def each_row(preflight_id: str) -> Iterator[PreflightRow]:
    """Every row, page by page, so that a file of any length keeps little in memory."""
    after = -1
    while page := rows(preflight_id, after=after):
        yield from page
        after = page[-1].autotask_id


def _view(stored: dict[str, Any]) -> PreflightView:
    return PreflightView(
        id=stored["_id"],
        by=stored["by"],
        wanted=stored.get("wanted") or {},
        state=stored["state"],
        created_at=stored["created_at"],
        finished_at=stored.get("finished_at"),
        total=int(stored.get("total") or 0),
        done=int(stored.get("done") or 0),
        result=stored.get("result") or {},
        message=stored.get("message") or "",
    )


def _row(stored: dict[str, Any]) -> PreflightRow:
    return PreflightRow(
        autotask_id=int(stored["autotask_id"]),
        number=stored.get("number") or "",
        company=stored.get("company") or "",
        issued_on=stored.get("issued_on") or "",
        currency=stored.get("currency") or "",
        total=stored.get("total") or "",
        outcome=stored["outcome"],
        code=stored.get("code") or "",
        message=stored.get("message") or "",
        accounts=tuple(stored.get("accounts") or ()),
        tax_types=tuple(stored.get("tax_types") or ()),
        warnings=tuple(stored.get("warnings") or ()),
        new_contact=stored.get("new_contact") or "",
    )
