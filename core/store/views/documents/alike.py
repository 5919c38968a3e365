"""Faults like one that was just mended: with the same cause, and the same names in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.status import Status
from core.store.documents import InvoiceDocument
from core.store.views.reading import collection, read

# Where a fault has what it is about; the region is that of the invoice itself.
_FIELDS = {
    **{
        name: f"fault.values.{name}"
        for name in (
            "billing_code", "account", "tax_region", "tax_type", "tax_category", "theme",
            "template", "category", "option", "source_name",
        )
    },
    "region": "tax_region",
}  # fmt: skip
NAMES = frozenset(_FIELDS)
_CODE = _FIELDS["billing_code"]


@dataclass(frozen=True, slots=True)
class Alike:
    """`title` is that of the latest; `is_more`: there are more than these."""

    title: str
    ids: tuple[int, ...]
    is_more: bool


@read
def alike(connection: str, code: str, named: Mapping[str, str], most: int) -> Alike | None:
    """The latest first; None if there is none, or nothing is named that could be compared."""
    same: dict[str, Any] = {_FIELDS[name]: named[name] for name in NAMES & named.keys()}
    if told := same.pop(_CODE, ""):
        # Xero's own refusals name no billing code: there the lines tell.
        same["$or"] = [{_CODE: told}, {_CODE: None, "lines.billing_code": told}]
    if not same:
        return None
    wanted: dict[str, Any] = {
        "connection": connection,
        "status": Status.FAULT.value,
        "fault.code": code,
        "removed_at": None,
        **same,
    }
    shown = {"autotask_id": 1, "fault.title": 1}
    ordered = [("updated_at", -1), ("autotask_id", -1)]
    found = list(collection(InvoiceDocument).find(wanted, shown).sort(ordered).limit(most + 1))
    if not found:
        return None
    ids = tuple(int(each["autotask_id"]) for each in found[:most])
    return Alike(found[0]["fault"].get("title") or "", ids, len(found) > most)
