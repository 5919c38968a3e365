"""The number that we ourselves wrote into Autotask is no change of what was billed.

A look reads it back as it was before: neither is it told as news, nor does a Resync make the next
number, reference or text of it.
"""

from collections.abc import Mapping
from typing import Any

_NUMBER = "invoiceNumber"


def as_billed(
    raw: Mapping[str, Any], stored: Mapping[str, Any], written_number: str | None
) -> Mapping[str, Any]:
    """The header with Autotask's own number, where it shows the one that we wrote."""
    if not written_number or raw.get(_NUMBER) != written_number or _NUMBER not in stored:
        return raw
    return {**raw, _NUMBER: stored[_NUMBER]}
