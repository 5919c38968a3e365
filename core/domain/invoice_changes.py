"""Which fields of an invoice Autotask has changed, from what to what, in a bookkeeper's words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Show = Callable[[Any], str]

_MOST_TOLD = 8
_LONGEST_SHOWN = 60
_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """A field by the name that people know it by."""

    what: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if not self.before and not self.after:
            return self.what
        return f"{self.what}: {self.before} → {self.after}"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Compare two snapshots ({invoice, lines}); another spelling of the same value is no change.

    A field that the older snapshot does not know at all was not asked for then, unless it is one
    that Autotask leaves out while it is empty.
    """
    header = _fields(_HEADER, before.get("invoice") or {}, after.get("invoice") or {})
    return (*header, *_lines(before.get("lines") or (), after.get("lines") or ()))


def tell(found: Sequence[Change]) -> str:
    """The changes in one sentence."""
    told = [str(change) for change in found[:_MOST_TOLD]]
    if len(found) > _MOST_TOLD:
        told.append(f"and {len(found) - _MOST_TOLD} more")
    return "; ".join(told)


def _fields(
    names: Mapping[str, tuple[str, Show]], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterable[Change]:
    for field in (*names, *(name for name in after if name not in names and name in before)):
        what, show = names.get(field, (field, _as_text))
        old, new = show(before.get(field)), show(after.get(field))
        if field in after and old != new:
            yield Change(what, _short(old), _short(new))


def _lines(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Change]:
    old, new = _by_id(before), _by_id(after)
    come = [line for number, line in new.items() if number not in old]
    gone = [line for number, line in old.items() if number not in new]
    found = [_moved(come, "arrived" if not old else "added")] if come else []
    if gone:
        found.append(_moved(gone, "removed"))
    for number, line in new.items():
        if number in old:
            name = f"Line “{_short(_line_name(line), 40)}”"
            found += [
                Change(f"{name}, {each.what}", each.before, each.after)
                for each in _fields(_LINE, old[number], line)
            ]
    return found


def _by_id(lines: Sequence[Mapping[str, Any]]) -> dict[Any, Mapping[str, Any]]:
    return {str(line.get("id")): line for line in lines}


def _moved(lines: Sequence[Mapping[str, Any]], how: str) -> Change:
    amounts = [_amount_of(line.get("totalAmount")) for line in lines]
    net = sum((amount for amount in amounts if amount is not None), Decimal(0))
    count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return Change(f"{count} {how}, {net:,.2f} net")


def _line_name(line: Mapping[str, Any]) -> str:
    texts = (line.get(name) for name in ("itemName", "description", "lineItemFullDescription"))
    return next((str(text) for text in texts if text), f"number {line.get('id')}")


def _short(text: str, longest: int = _LONGEST_SHOWN) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def _as_text(value: Any) -> str:
    return _NOTHING if value is None or value == "" else str(value).strip()


def _as_amount(value: Any) -> str:
    amount = _amount_of(value)
    if amount is None:
        return _as_text(value)
    # Autotask keeps four decimals, people two; more are shown only where they say something.
    return f"{amount:,.2f}" if amount == round(amount, 2) else f"{amount.normalize():,f}"


def _amount_of(value: Any) -> Decimal | None:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount.adjusted()) < 20 else None


def _as_day(value: Any) -> str:
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return _as_text(value)
    return f"{day.day} {day:%b %Y}"


def _as_moment(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return _as_text(value)
    return f"{moment.day} {moment:%b %Y %H:%M} UTC"


def _as_flag(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "yes" if value else "no"
    return _as_text(value)


def _as_status(value: Any) -> str:
    text = _as_text(value)
    return {"1": "final", "-3": "waiting for taxes"}.get(text, text)


_HEADER: Mapping[str, tuple[str, Show]] = {
    "isVoided": ("Voided", _as_flag),
    "invoiceNumber": ("Number", _as_text),
    "companyID": ("Company", _as_text),
    "invoiceDateTime": ("Invoice date", _as_day),
    "dueDate": ("Due date", _as_day),
    "invoiceTotal": ("Invoice total", _as_amount),
    "totalTaxValue": ("Tax", _as_amount),
    "taxRegionName": ("Tax region", _as_text),
    "orderNumber": ("Purchase order number", _as_text),
    "paymentTerm": ("Payment term", _as_text),
    "invoiceStatus": ("Status", _as_status),
    "paidDate": ("Paid on", _as_day),
    "voidedDate": ("Voided on", _as_day),
    "comments": ("Comments", _as_text),
    "fromDate": ("Period from", _as_day),
    "toDate": ("Period to", _as_day),
    "createDateTime": ("Created", _as_moment),
    "batchID": ("Billing run", _as_text),
    "invoiceEditorTemplateID": ("Template", _as_text),
    "webServiceDate": ("Marked as exported", _as_moment),
}
_LINE: Mapping[str, tuple[str, Show]] = {
    "totalAmount": ("amount", _as_amount),
    "taxDollars": ("tax", _as_amount),
    "quantity": ("quantity", _as_amount),
    "rate": ("price", _as_amount),
    "extendedPrice": ("price before contract", _as_amount),
    "lineItemFullDescription": ("printed text", _as_text),
    "itemName": ("name", _as_text),
    "description": ("text", _as_text),
    "itemDate": ("date", _as_day),
    "billingCodeID": ("billing code", _as_text),
    "taxCategoryID": ("tax category", _as_text),
    "organizationalLevelAssociationID": ("line of business", _as_text),
    "purchaseOrderNumber": ("purchase order number", _as_text),
    "sortOrderID": ("position", _as_text),
}
