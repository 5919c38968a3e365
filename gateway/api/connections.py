"""Connections, their switch, a run at once, and their figures."""

from flask import Blueprint, current_app
from spectree import Response

from core.domain.money import to_cents
from core.domain.status import Status
from core.runtime.clock import utc_now
from core.store.views import connections as store
from core.store.views import documents, figures, summary
from core.store.views.analytics import MonthSales
from core.store.views.search import DocumentFilter
from gateway import audited
from gateway.api import connection_schemas as shapes
from gateway.api import schemas
from gateway.api.autotask_schemas import ToldOut
from gateway.api.lenses import lens_of
from gateway.api.option_schemas import ChangedOut, OptionProblemOut
from gateway.api.options import save
from gateway.api.spec import spec
from gateway.api.translate_connection import autotask as autotask_of
from gateway.api.translate_connection import connection as connection_of
from gateway.api.translate_connection import xero as xero_of
from gateway.months import MonthSpan, last_month, this_month
from gateway.presenters.analytics import months_back
from gateway.presenters.document_rows import lens
from gateway.roles import admit

blueprint = Blueprint("connections", __name__)

_TAGS = ("Connections",)


@blueprint.get("/connections")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.ConnectionList), tags=_TAGS)
def connections() -> shapes.ConnectionList:
    """All connections."""
    template, now = current_app.config["SETTINGS"].xero_deep_link, utc_now()
    found = [lens(row, "invoices", now, template) for row in store.connections()]
    items = [connection_of(through) for through in found]
    return shapes.ConnectionList(items=items, next_cursor=None)


@blueprint.get("/connections/<connection>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.ConnectionOut), tags=_TAGS)
def connection(connection: str) -> shapes.ConnectionOut:
    """One connection with the health of both sides."""
    return connection_of(lens_of(connection))


@blueprint.patch("/connections/<connection>")
@admit("admin")
@spec.validate(resp=Response(HTTP_200=ChangedOut), tags=_TAGS)
def change(connection: str, json: schemas.ConnectionBody) -> ChangedOut:
    """Switch the sync on (active) or off (paused), or change options; checked before saved."""
    lens_of(connection)
    saved = save(connection, json.settings) if json.settings is not None else None
    if json.state is not None:
        audited.set_state(connection, json.state)
    return ChangedOut(
        **connection_of(lens_of(connection)).model_dump(),
        problems=[
            OptionProblemOut(option=each.option, message=each.message, standing=each.is_standing)
            for each in (saved.problems if saved else ())
        ],
        not_read=list(saved.not_read) if saved else [],
    )


@blueprint.post("/connections/<connection>/sync-now")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=schemas.SyncNowOut), tags=_TAGS)
def sync_now(connection: str) -> schemas.SyncNowOut:
    """Look into Autotask now instead of at the next interval."""
    lens_of(connection)
    done = audited.sync_now("invoices", connection)
    return schemas.SyncNowOut(started=done.started, message=done.message)


@blueprint.post("/connections/<connection>/xero/test")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=ToldOut), tags=_TAGS)
def test_xero(connection: str) -> ToldOut:
    """Ask Xero one question, so that the consent is proved; a refusal is the answer's problem."""
    lens_of(connection)
    return ToldOut(message=audited.prove_consent(connection).message)


@blueprint.get("/connections/<connection>/summary")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.SummaryOut), tags=_TAGS)
def summary_of(connection: str) -> shapes.SummaryOut:
    """Counts by status, the month's volume, causes of faults, health."""
    through = lens_of(connection)
    row, now, zone = through.connection, through.now, through.zone
    counts = documents.counts("invoices", connection, DocumentFilter())
    causes = documents.causes("invoices", connection)
    return shapes.SummaryOut(
        connection=row.id,
        state=row.state,
        counts={status.value: counts[status].n for status in Status},
        total=sum(counted.n for counted in counts.values()),
        held=summary.held_count(connection),
        causes=[
            shapes.CauseOut(code=cause.code, title=cause.title, count=cause.count)
            for cause in causes
        ],
        this_month=_volume(connection, this_month(now, zone)),
        last_month=_volume(connection, last_month(now, zone)),
        autotask=autotask_of(through),
        xero=xero_of(through),
        last_run_at=row.ingest.last_run_at,
        next_run_at=row.next_look_at,
    )


@blueprint.get("/connections/<connection>/analytics")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.AnalyticsOut), tags=_TAGS)
def analytics(connection: str, query: schemas.AnalyticsQuery) -> schemas.AnalyticsOut:
    """Complete invoices by month of their date and by currency."""
    through = lens_of(connection)
    wanted = months_back(query.months, through.now, through.organisation_zone)
    months = figures.months(connection, wanted, "issued")
    return schemas.AnalyticsOut(months=[_month(month) for month in months])


def _month(month: MonthSales) -> schemas.MonthOut:
    return schemas.MonthOut(
        month=month.month,
        count=month.count,
        faults=month.faults,
        currencies=[
            schemas.CurrencyMonthOut(
                currency=currency,
                count=sold.count,
                credit_notes=sold.credit_notes,
                net=to_cents(sold.net),
                total=to_cents(sold.total),
                faults=sold.faults,
            )
            for currency, sold in month.by_currency.items()
        ],
    )


def _volume(connection: str, span: MonthSpan) -> shapes.VolumeOut:
    volume = figures.volume(connection, span.month)
    return shapes.VolumeOut(
        month=span.month,
        count=volume.count,
        value={code: to_cents(total) for code, total in volume.value.items()},
    )
