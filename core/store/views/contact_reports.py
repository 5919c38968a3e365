"""Reports on companies and their Xero contacts, as their page, their file and the API show them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.documents import ContactReportDocument, ContactReportRowDocument
from core.store.views.cursors import BadCursorError, Cursor, decode
from core.store.views.reading import collection, read

_MOST = 5
_PAGE = 200
_ORDER = ("verdict", "company", "company_id")
_OF_REPORT = "contact report"


@dataclass(frozen=True, slots=True)
class ContactReportView:
    """`result` counts companies by verdict (core.domain.contacts.report.Verdict)."""

    id: str
    by: str
    state: str
    created_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    result: dict[str, int]
    message: str

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class ContactRow:
    """What Xero has for one company; each contact has id, name, account_number, email, is_archived."""

    company_id: int
    company: str
    verdict: str
    contacts: tuple[dict[str, Any], ...]
    message: str


@read
def latest(connection: str) -> tuple[ContactReportView, ...]:
    """The latest first."""
    found = collection(ContactReportDocument).find({"connection": connection})
    return tuple(_view(each) for each in found.sort("created_at", -1).limit(_MOST))


@read
def report(connection: str, report_id: str) -> ContactReportView | None:
    wanted = {"_id": report_id, "connection": connection}
    found = collection(ContactReportDocument).find_one(wanted)
    return _view(found) if found else None


@read
def rows(
    report_id: str, verdict: str = "", *, after: str = "", limit: int = _PAGE
) -> tuple[tuple[ContactRow, ...], str]:
    """A page of rows by verdict and company name, and where the next begins ("" at the end)."""
    wanted: dict[str, Any] = {"report": report_id, **_behind(after)}
    if verdict:
        wanted = {"$and": [wanted, {"verdict": verdict}]}
    found = collection(ContactReportRowDocument).find(wanted)
    page = [_row(each) for each in found.sort([(name, 1) for name in _ORDER]).limit(limit + 1)]
    if len(page) <= limit:
        return tuple(page), ""
    last = page[limit - 1]
    place = json.dumps([last.verdict, last.company])
    return tuple(page[:limit]), Cursor(_OF_REPORT, place, last.company_id).encode()


def _behind(after: str) -> dict[str, Any]:
    """The rows behind a cursor; their verdict's bound stands outside, so that the index sorts them."""
    if not after:
        return {}
    verdict, company, company_id = _place(after)
    return {
        "verdict": {"$gte": verdict},
        "$or": [
            {"verdict": {"$gt": verdict}},
            {"verdict": verdict, "company": {"$gt": company}},
            {"verdict": verdict, "company": company, "company_id": {"$gt": company_id}},
        ],
    }


def _place(after: str) -> tuple[str, str, int]:
    cursor = decode(after, _OF_REPORT, str, int)
    try:
        verdict, company = json.loads(cursor.value)
        # Raises for halves of characters, which storage cannot take.
        f"{verdict}{company}".encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadCursorError("The cursor is not one that this report gave out.") from error
    if not isinstance(verdict, str) or not isinstance(company, str):
        raise BadCursorError("The cursor is not one that this report gave out.")
    return verdict, company, cursor.tie


def each_row(report_id: str) -> Iterator[ContactRow]:
    """Every row, page by page, for a file."""
    after = ""
    while True:
        page, after = rows(report_id, after=after, limit=500)
        yield from page
        if not after:
            return


def _view(stored: dict[str, Any]) -> ContactReportView:
    return ContactReportView(
        id=stored["_id"],
        by=stored["by"],
        state=stored["state"],
        created_at=stored["created_at"],
        finished_at=stored.get("finished_at"),
        total=int(stored.get("total") or 0),
        done=int(stored.get("done") or 0),
        result={str(name): int(count) for name, count in (stored.get("result") or {}).items()},
        message=stored.get("message") or "",
    )


def _row(stored: dict[str, Any]) -> ContactRow:
    return ContactRow(
        company_id=int(stored["company_id"]),
        company=stored["company"],
        verdict=stored["verdict"],
        contacts=tuple(dict(each) for each in stored.get("contacts") or ()),
        message=stored.get("message") or "",
    )
