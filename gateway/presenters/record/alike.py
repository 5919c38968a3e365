"""What the fault of a record is about, so that others of its kind are found once it is mended."""

from collections.abc import Iterable

from core.store.views.documents.alike import NAMES
from core.store.views.record import Record
from gateway.presenters.record.targets import Target, Wants

_SIGN = ":"


def named_by(record: Record, target: Target) -> list[str]:
    """Each as "name:value"; the row that was mended, where the fault does not name it itself."""
    fault = record.row.fault
    told = {n: value for n, value in fault.values.items() if n in NAMES} if fault else {}
    if target.wants is Wants.ACCOUNT:
        # To which account the row led before is no matter any more.
        told = {"billing_code": target.subject}
    if target.wants is Wants.TAX_TYPE and "tax_region" not in told and record.tax_region:
        told["region"] = record.tax_region
    return [f"{name}{_SIGN}{told[name]}" for name in sorted(told)]


def read_named(given: Iterable[str]) -> dict[str, str]:
    """The same the other way; what makes no sense is left out."""
    pairs = (each.partition(_SIGN) for each in given)
    return {name: value for name, _, value in pairs if name in NAMES and value}
