"""What a search for a number may begin with, so that an index on beginnings finds it."""

import re

from core.domain.company import fold_name

# A number of many parts is found by the first of them.
_MOST_PARTS = 8
_DIGITS = re.compile(r"\d+")


def number_words(*numbers: str | None) -> list[str]:
    """The numbers, and what follows from each of their digits on, with and without zeros in front.

    "KMI-021866" gives "kmi-021866", "021866" and "21866". Each stands there once.
    """
    found: dict[str, None] = {}
    for number in numbers:
        folded = fold_name(number or "")
        if not folded:
            continue
        found[folded] = None
        for part in list(_DIGITS.finditer(folded))[:_MOST_PARTS]:
            behind = folded[part.start() :]
            found[behind] = None
            found[behind.lstrip("0") or behind] = None
    return list(found)
