"""Analytics: sales by month, counted or by value, with a table of the same figures."""

from flask import Blueprint, request

from core.store.views import analytics
from gateway.filters import choice, refuse
from gateway.pages.frame import frame_of, render
from gateway.presenters.analytics import chart, currencies_in, months_back, table
from gateway.presenters.times import month_name
from gateway.roles import admit

blueprint = Blueprint("analytics", __name__)


@blueprint.get("/c/<connection>/sync/analytics")
@admit("viewer")
def page(connection: str) -> str:
    measure = choice(request.args, "measure", ("count", "value"))
    span = choice(request.args, "months", ("12", "24"))
    frame = frame_of(connection)
    through = frame.lens
    months = analytics.sales_by_month(
        connection, months_back(int(span), through.now, through.organisation_zone)
    )
    currencies = currencies_in(months, through.connection.xero_base_currency)
    currency = request.args.get("currency") or (currencies[0] if currencies else "")
    if currencies and currency not in currencies:
        raise refuse("currency", currency, " or ".join(currencies))
    return render(
        "analytics/page.html",
        frame,
        tab="analytics",
        measure=measure,
        span=span,
        currencies=currencies,
        currency=currency,
        chart=chart(months, measure, currency),
        table=table(months),
        first=month_name(months[0].month),
        last=month_name(months[-1].month),
    )
