"""What Xero is to get of an Autotask invoice, with the reason of every choice; pure.

`whole.py` is the way through; each other module makes one choice: `accounts`, `tax`, `tracking`,
`branding`, `dates`, `numbering`, `reference`, `portions` (the layout of lines), `description`,
`amounts`, `taxes` (cents of tax) and `rounding`. `naming` says what no rule may guess. `context.py` says what goes in and what comes out.
"""

from core.domain.mapping.context import AutotaskNames, MappedInvoice, MappingContext
from core.domain.mapping.dates import PeriodLockedError
from core.domain.mapping.naming import NameUnknownError
from core.domain.mapping.numbering import document_number
from core.domain.mapping.reference import marker_reference, marker_url
from core.domain.mapping.whole import map_invoice

__all__ = [
    "AutotaskNames",
    "MappedInvoice",
    "MappingContext",
    "NameUnknownError",
    "PeriodLockedError",
    "document_number",
    "map_invoice",
    "marker_reference",
    "marker_url",
]
