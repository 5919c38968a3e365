"""Which Xero contact each company would be billed under: a report, made of calls that nobody needs.

It links nothing and makes nothing. Contacts are read once a report; a restart reads them again and
goes on behind the last company that was counted.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from core.domain.company import Company
from core.domain.contacts.book import ContactBook, MatchRules, contact_number
from core.domain.contacts.link import ContactLink
from core.domain.contacts.report import Finding, look_up
from core.domain.errors import RateLimitedError, RetryLaterError, SyncError
from core.domain.records import Connection
from core.domain.xero_document import XeroContact
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.runtime.stopping import is_stopping
from core.runtime.xero_access import XeroAccess
from core.store import connections, contact_links, contact_reports, reference_data
from core.store.contact_reports import ContactReport
from services.xero_posting.contacts.matching import ContactPages, Others, read_contacts
from services.xero_posting.parties import Parties
from services.xero_posting.people.preflight import give_way

JOB = "contact_report"
PORTION = 200
_AGAIN = timedelta(minutes=2)
_NO_CONSENT = "Xero is no longer connected; connect it, then start the report again."


class ContactReports:
    """Starts reports and computes them."""

    def __init__(
        self,
        access: XeroAccess,
        journal_for: Callable[[str], Journal],
        now: Clock,
        breathe: Callable[[], None] = give_way,
    ) -> None:
        self._access = access
        self._journal_for = journal_for
        self._now = now
        self._breathe = breathe

    def start(self, connection_id: str, by: str) -> Answer:
        """Ask for a report on every company that was billed."""
        connection = connections.get(connection_id)
        if connection is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        if connection.tenant_id is None:
            return problem("conflict", "Xero has not been connected yet.")
        if contact_reports.has_open(connection_id):
            return problem("conflict", "A report is on its way; wait until it has ended.")
        report_id = uuid4().hex
        total = contact_reports.create(report_id, connection_id, by, self._now())
        message = f"The report on {total:,} {'company' if total == 1 else 'companies'} has begun."
        return done(report=report_id, total=total, message=message)

    def stop(self, connection_id: str, report_id: str, by: str) -> Answer:
        """End it before its next page or portion, with what it has found so far."""
        if contact_reports.stop(connection_id, report_id, by, self._now()):
            return done(message="The report is stopped; what it has found is kept.")
        return problem("conflict", "There is no such report on its way.")

    def run_if_due(self, connection: Connection) -> None:
        """Compute the oldest open report of a connection to its end, unless another does."""
        if not contact_reports.has_due(connection.id, self._now()):
            return
        if connection.tenant_id is None:
            contact_reports.give_up_open(connection.id, _NO_CONSENT, self._now())
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is None:
                return
            report = contact_reports.take_open(connection.id, self._now())
            if report is not None:
                self._run(connection, report)

    def _run(self, connection: Connection, report: ContactReport) -> None:
        journal = self._journal_for(connection.id)
        try:
            client = self._access.open_spare(connection, journal.call)
            book = read_contacts(WantedPages(client, report.id))
            self._compute(connection, report, book)
        except NotWantedError:
            # Somebody has stopped it, or the next process goes on.
            pass
        except RetryLaterError as error:
            now = self._now()
            until = error.ends_at(now) if isinstance(error, RateLimitedError) else now + _AGAIN
            contact_reports.wait(report.id, until, f"It waits: {error}", now)
        except SyncError as error:
            contact_reports.finish(report.id, "failed", str(error), self._now())
        finally:
            journal.flush()

    def _compute(self, connection: Connection, report: ContactReport, book: ContactBook) -> None:
        counts = Counter(report.result)
        left = contact_reports.companies(connection.id, report.position)
        looker = _Looker(connection, book)
        position = report.position
        for start in range(0, len(left), PORTION):
            if is_stopping():
                return
            portion = left[start : start + PORTION]
            rows = looker.rows(portion)
            counts.update(str(row["verdict"]) for row in rows)
            contact_reports.save_rows(report.id, rows)
            at = ContactReport(report.id, connection.id, position, counts)
            if not contact_reports.advance(at, portion[-1], len(portion), counts):
                return
            position = portion[-1]
            self._breathe()
        contact_reports.finish(report.id, "done", "", self._now())


class NotWantedError(Exception):
    """Nobody waits for the rest of this reading."""


class WantedPages:
    """Xero's contacts, page by page, as long as they are wanted: each page is a call."""

    def __init__(self, pages: ContactPages, report_id: str) -> None:
        self._pages = pages
        self._report_id = report_id

    def contacts(self, page: int) -> tuple[list[XeroContact], bool]:
        if is_stopping() or not contact_reports.is_wanted(self._report_id):
            raise NotWantedError
        return self._pages.contacts(page)


class _Looker:
    """Looks companies up as the next round of posting would."""

    def __init__(self, connection: Connection, book: ContactBook) -> None:
        self._connection = connection
        self._book = book
        self._owners = contact_links.taken(connection.id)
        self._parties = Parties(connection, reference_data)
        settings = connection.settings
        self._rules = MatchRules(settings.match_account_number, settings.match_name)

    def rows(self, company_ids: Sequence[int]) -> list[dict[str, Any]]:
        names = contact_reports.names_of(self._connection.id, company_ids)
        payers = self._parties.payers(names)
        # Who pays for another is in Autotask's list, with a name of its own.
        whose = {each.company_id: names.get(each.company_id, "") for each in payers.values()}
        links = contact_links.get(self._connection.id, list(whose))
        found = {
            company.autotask_id: self._look_up(company, links.get(company.autotask_id))
            for company in self._parties.companies(whose)
        }
        return [
            _row(company, payer.reason, found[payer.company_id])
            for company in self._parties.companies(names)
            for payer in (payers[company.autotask_id],)
        ]

    def _look_up(self, payer: Company, link: ContactLink | None) -> Finding:
        return look_up(
            payer,
            link,
            self._book,
            contact_number(self._connection.id, payer.autotask_id),
            Others(self._owners, payer.autotask_id),
            self._rules,
        )


def _row(company: Company, why: str, finding: Finding) -> dict[str, Any]:
    """`why` somebody else pays stands before what was found for whoever does."""
    return {
        "company_id": company.autotask_id,
        "company": company.name,
        "verdict": finding.verdict.value,
        "message": f"{why} {finding.message}".strip(),
        "contacts": [
            {"id": each.xero_id, **{name: getattr(each, name) for name in _SHOWN}}
            for each in finding.contacts
        ],
    }


_SHOWN = ("name", "account_number", "email", "is_archived")
