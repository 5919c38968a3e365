"""Analytics: sales by month, counted or by value, with a table of the same figures."""

from collections.abc import Sequence

from flask import Blueprint, request

from core.store.views import figures
from core.store.views.year_end import year_end
from gateway.filters import choice, refuse
from gateway.pages.frame import frame_of, render
from gateway.presenters.analytics import SPANS, chart, currencies_in, span, table
from gateway.presenters.times import month_name
from gateway.roles import admit

blueprint = Blueprint("analytics", __name__)


@blueprint.get("/c/<connection>/sync/analytics")
@admit("viewer")
def page(connection: str) -> str:
    measure = choice(request.args, "measure", ("count", "value"))
    key = choice(request.args, "span", tuple(SPANS))
    frame = frame_of(connection)
    through = frame.lens
    ends = None if key.isdecimal() else year_end(connection)
    chosen = span(key, through.now, through.organisation_zone, ends)
    months = figures.months(connection, chosen.months, "issued")
    currencies = currencies_in(months, through.connection.xero_base_currency)
    currency = _currency(currencies, measure)
    return render(
        "analytics/page.html",
        frame,
        tab="analytics",
        measure=measure,
        key=key,
        spans=SPANS,
        currencies=currencies,
        currency=currency,
        chart=chart(months, measure, currency, chosen.running),
        table=table(months, currency),
        span_text=chosen.text,
        running=month_name(chosen.running) if chosen.running else "",
    )


def _currency(currencies: Sequence[str], measure: str) -> str:
    """A count may be of all currencies together; money never is."""
    asked = request.args.get("currency") or ""
    if asked and currencies and asked not in currencies:
        raise refuse("currency", asked, " or ".join(currencies))
    if asked or measure == "count" or not currencies:
        return asked if currencies else ""
    return currencies[0]
