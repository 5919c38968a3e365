"""An amount as somebody types it into a search."""

import re
from decimal import Decimal

_TYPED = re.compile(r"-?(?P<whole>\d{1,3}(?:[,. ']\d{3})+|\d{1,12})(?:[.,](?P<cents>\d{0,2}))?")
_PLACES = 2


def amounts(text: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest amount, without their sign, that begin as it was typed.

    "6900" is 6900.00 to 6900.99, "6,900.5" is 6900.50 to 6900.59; None for what is no amount.
    """
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        return None
    whole = re.sub(r"\D", "", typed["whole"])
    cents = typed["cents"] or ""
    low = Decimal(f"{whole}.{cents:0<{_PLACES}}")
    return low, Decimal(f"{whole}.{cents:9<{_PLACES}}")
