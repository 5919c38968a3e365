"""The contact report as its page shows it: what was found how often, and each company's row."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.contacts.report import LABELS, Verdict
from core.store.views.contact_reports import ContactReportView, ContactRow
from gateway.messages.frame import plural
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment

_STATES = {
    "waiting": "Waiting to begin",
    "running": "Reading Xero’s contacts",
    "done": "Finished",
    "stopped": "Stopped",
    "failed": "Given up",
}
# These need a person before the company's next invoice.
_TROUBLE = (Verdict.SEVERAL, Verdict.ARCHIVED, Verdict.TAKEN, Verdict.GONE)
_ICONS = {Verdict.NONE: "user-circle", **dict.fromkeys(_TROUBLE, "alert-triangle")}


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many companies have this verdict."""

    verdict: str
    label: str
    icon: str
    count: str
    needs_a_person: bool


@dataclass(frozen=True, slots=True)
class ReportCard:
    """All of it is text; `percent` is for the progress bar."""

    id: str
    state: str
    is_open: bool
    by: str
    started: Moment
    done: str
    percent: int
    message: str
    counts: tuple[VerdictCount, ...]
    troubles: int


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """One company; `contacts` are (name, account number or e-mail, link into Xero)."""

    company_id: int
    company: str
    verdict: str
    icon: str
    message: str
    contacts: tuple[tuple[str, str, str], ...]


def report_card(found: ContactReportView, through: Lens) -> ReportCard:
    return ReportCard(
        id=found.id,
        state=_STATES.get(found.state, found.state),
        is_open=found.is_open,
        by=found.by.replace("token:", "API token ", 1),
        started=moment(found.created_at, through.now, through.zone),
        done=f"{found.done:,} of {plural(found.total, 'company', 'companies')}",
        percent=100 * found.done // found.total if found.total else 100 * (not found.is_open),
        message=found.message,
        counts=tuple(
            VerdictCount(each, LABELS[each], _icon(each), f"{count:,}", each in _TROUBLE)
            for each in Verdict
            if (count := found.result.get(each.value))
        ),
        troubles=sum(found.result.get(each.value, 0) for each in _TROUBLE),
    )


def row_views(rows: Iterable[ContactRow], through: Lens) -> tuple[CompanyRow, ...]:
    return tuple(_row(row, through) for row in rows)


def _row(row: ContactRow, through: Lens) -> CompanyRow:
    known = Verdict(row.verdict) if row.verdict in set(Verdict) else None
    return CompanyRow(
        company_id=row.company_id,
        company=row.company,
        verdict=LABELS[known] if known else row.verdict,
        icon=_icon(known) if known else "info-circle",
        message=row.message,
        contacts=tuple(
            (
                f"{each.get('name') or ''}{' (archived)' if each.get('is_archived') else ''}",
                str(each.get("account_number") or each.get("email") or ""),
                through.links.page(f"/Contacts/View/{each['id']}") if each.get("id") else "",
            )
            for each in row.contacts
        ),
    )


def _icon(verdict: Verdict) -> str:
    return _ICONS.get(verdict, "circle-check")
