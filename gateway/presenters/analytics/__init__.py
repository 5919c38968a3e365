"""Sales by month: which months (`spans`), their bars (`bars` on a `scale`), the same as a `table`."""

from gateway.presenters.analytics.bars import Bar, Chart, chart
from gateway.presenters.analytics.spans import SPANS, Span, months_back, span, span_of
from gateway.presenters.analytics.table import Table, currencies_in, table

__all__ = [
    "SPANS",
    "Bar",
    "Chart",
    "Span",
    "Table",
    "chart",
    "currencies_in",
    "months_back",
    "span",
    "span_of",
    "table",
]
