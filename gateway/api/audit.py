"""Audit: what any invoice would become, contacts, lists compared, and who did what."""

from dataclasses import asdict
from datetime import UTC
from typing import Any

from flask import Blueprint, abort, request
from spectree import Response

from core.domain.contacts.report import Verdict
from core.store.views import contact_reports as reports
from core.store.views import record as records
from core.store.views.audit_trail import TrailFilter
from core.store.views.audit_trail import trail as trail_page
from gateway import audited
from gateway.api import audit_schemas as schemas
from gateway.api import record_schemas as shapes
from gateway.api import translate
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.filters import choice, log_filter, text_of
from gateway.pages.audit.lists import compare
from gateway.pages.audit.simulate import read, simulate
from gateway.pages.configuration.desk import desk_of
from gateway.presenters.audit.simulated import row_of
from gateway.previews import read_preview
from gateway.roles import admit

blueprint = Blueprint("audit", __name__)

_TAGS = ("Audit",)
_HERE = "/connections/<connection>/audit"


@blueprint.get(f"{_HERE}/invoices/<int:autotask_id>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.SimulatedOut), tags=_TAGS)
def simulated(connection: str, autotask_id: int) -> schemas.SimulatedOut:
    """What an invoice would become. One that is not in the ledger has to be read aside first."""
    lens_of(connection)
    return _simulated(connection, autotask_id)


@blueprint.post(f"{_HERE}/invoices/<int:autotask_id>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.SimulatedOut), tags=_TAGS)
def read_aside(connection: str, autotask_id: int) -> schemas.SimulatedOut:
    """Read an invoice that is not in the ledger, with three calls of Autotask's, and simulate it.

    What was read is kept for an hour.
    """
    lens_of(connection)
    if records.record("invoices", connection, autotask_id) is None:
        read(connection, autotask_id)
    return _simulated(connection, autotask_id)


def _simulated(connection: str, autotask_id: int) -> schemas.SimulatedOut:
    through = lens_of(connection)
    found = records.record("invoices", connection, autotask_id)
    answer = (
        audited.commands().preview(connection, autotask_id)
        if found
        else simulate(connection, autotask_id)
    )
    if answer is None:
        abort(404, "Nobody had it read within the hour. POST to this address reads it.")
    told = read_preview(answer)
    row = found.row if found else row_of(answer["invoice"])
    return schemas.SimulatedOut(
        autotask_id=autotask_id,
        in_ledger=found is not None,
        verdict=None if found else schemas.VerdictOut(**answer["verdict"]),
        read_at=None if found else row.updated_at,
        outcome=told.outcome,
        message=told.message,
        payload=told.payload,
        decisions=[shapes.DecisionOut(**asdict(each)) for each in told.decisions],
        warnings=list(told.warnings),
        hold_code=told.hold_code,
        fault=translate.fault(told.fault, row, through) if told.fault else None,
        new_contact=told.new_contact,
    )


@blueprint.post(f"{_HERE}/contacts")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=schemas.ContactReportStarted), tags=_TAGS)
def start_contacts(connection: str) -> schemas.ContactReportStarted:
    """Compare every company that was billed with Xero's contacts, in the background."""
    lens_of(connection)
    started, message = audited.start_contact_report(connection)
    return schemas.ContactReportStarted(id=started, message=message)


@blueprint.post(f"{_HERE}/contacts/<report>/stop")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=schemas.ContactReportStopped), tags=_TAGS)
def stop_contacts(connection: str, report: str) -> schemas.ContactReportStopped:
    """Stop a contact report; what it has found is kept."""
    lens_of(connection)
    return schemas.ContactReportStopped(message=audited.stop_contact_report(connection, report))


@blueprint.get(f"{_HERE}/contacts")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.ContactReportList), tags=_TAGS)
def contacts(connection: str) -> schemas.ContactReportList:
    """The latest contact reports."""
    lens_of(connection)
    items = [_report(each) for each in reports.latest(connection)]
    return schemas.ContactReportList(items=items, next_cursor=None)


@blueprint.get(f"{_HERE}/contacts/<report>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.CompanyList), tags=_TAGS)
def companies(connection: str, report: str, query: schemas.CompanyQuery) -> schemas.CompanyList:
    """Companies of a report, by verdict and name."""
    lens_of(connection)
    if reports.report(connection, report) is None:
        abort(404, "There is no such report (any more).")
    verdict = choice(request.args, "verdict", ("", *Verdict))
    rows, following = reports.rows(report, verdict, after=query.cursor or "", limit=query.limit)
    items = [
        schemas.CompanyOut(
            company_id=row.company_id,
            company=row.company,
            verdict=row.verdict,
            message=row.message,
            contacts=[schemas.FoundContactOut(**_known(each)) for each in row.contacts],
        )
        for row in rows
    ]
    return schemas.CompanyList(items=items, next_cursor=following or None)


@blueprint.get(f"{_HERE}/comparison")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.ComparisonOut), tags=_TAGS)
def comparison(connection: str) -> schemas.ComparisonOut:
    """Where options, Autotask's names and Xero's lists do not go together; calls nobody."""
    tables = compare(desk_of(connection))
    items = [
        schemas.DiscrepancyOut(
            table=table.title,
            section=table.section,
            name=each.name,
            message=each.says,
            stops=each.stops,
            lines=each.lines,
            money=dict(each.net),
            faults=each.faults,
        )
        for table in tables
        for each in table.found
    ]
    notes = [f"{table.title}: {note}" for table in tables for note in table.notes]
    return schemas.ComparisonOut(items=items, notes=notes, next_cursor=None)


@blueprint.get(f"{_HERE}/trail")
@admit("admin")
@spec.validate(resp=Response(HTTP_200=schemas.DeedList), tags=_TAGS)
def trail(connection: str, query: schemas.TrailQuery) -> schemas.DeedList:
    """Who did what, when and why, the newest first; days are days in UTC."""
    lens_of(connection)
    days = log_filter(request.args, UTC)
    who, action = text_of(request.args, "who"), text_of(request.args, "action")
    wanted = TrailFilter(who, action, days.from_at, days.before_at)
    page = trail_page(connection, wanted, limit=query.limit, cursor=query.cursor)
    items = [
        schemas.DeedOut(
            at=row.at,
            who=row.who,
            action=row.action,
            subject=row.subject,
            reason=row.reason,
            scope="connection" if row.connection else "installation",
            outcome="unknown" if row.is_unknown else "done",
        )
        for row in page.rows
    ]
    return schemas.DeedList(items=items, next_cursor=page.next_cursor)


def _report(found: reports.ContactReportView) -> schemas.ContactReportOut:
    values = asdict(found)
    return schemas.ContactReportOut(**{**values, "counts": values["result"]})


def _known(contact: dict[str, Any]) -> dict[str, Any]:
    fields = schemas.FoundContactOut.model_fields
    return {name: value for name, value in contact.items() if name in fields and value is not None}
