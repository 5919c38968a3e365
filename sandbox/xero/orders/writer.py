"""Creating and changing one purchase order."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sandbox.xero.books import ZERO_ID, Books, Record, fresh_id, short_contact
from sandbox.xero.documents import checks
from sandbox.xero.documents.amounts import half_up, totals
from sandbox.xero.documents.header import dates, kept, rate, sent_flag, theme
from sandbox.xero.documents.kinds import LINE_AMOUNT_TYPES
from sandbox.xero.documents.kinds import PURCHASE_ORDER as KIND
from sandbox.xero.documents.lines import Frame, LineReader
from sandbox.xero.documents.matching import find_one
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.documents.statuses import granted
from sandbox.xero.elements import Element
from sandbox.xero.orders.rules import (
    APPROVED,
    SENT_TOO_EARLY,
    STATUSES,
    check_number,
    check_status,
    supplier_of,
)
from sandbox.xero.refusals import NotFoundError, RejectedElementError

Old = Mapping[str, Any] | None
_TEXTS = {
    "Reference": 255,
    "DeliveryAddress": 4000,
    "AttentionTo": 255,
    "Telephone": 50,
    "DeliveryInstructions": 500,
}
_UNIT_PLACES = 4


class OrderWriter:
    """Applies a posted order to the books."""

    def __init__(self, books: Books, app: str) -> None:
        self._books = books
        self._app = app

    def write(
        self, sent: Element, *, create_only: bool, order_id: str | None = None
    ) -> tuple[Record, Sequence[str]]:
        """The stored order and warnings; raises RejectedElementError when a rule is broken."""
        ruling = Ruling()
        old = self._meant(sent, ruling, create_only, order_id)
        draft = {**(old or {}), KIND.id_field: ZERO_ID, **self._header(sent, old or {})}
        if old is not None and (old["Status"] != "DELETED" or order_id or sent.has(KIND.id_field)):
            draft[KIND.id_field] = old[KIND.id_field]
        if not ruling.errors:
            check_status(old, draft["Status"], ruling)
        if draft["Status"] != "DELETED" or old is None:
            # A wrong id or status is the only complaint; the rest is read for the echo.
            self._fill(sent, old, draft, Ruling() if ruling.errors else ruling)
        if ruling.errors:
            raise RejectedElementError(ruling.errors, draft)
        return self._saved(draft, old), ruling.warnings

    def _meant(
        self, sent: Element, ruling: Ruling, create_only: bool, order_id: str | None
    ) -> Record | None:
        if order_id is not None:
            found = find_one(self._books, KIND, order_id)
            if found is None:
                raise NotFoundError
            return found
        body_id = sent.guid(KIND.id_field)
        known = self._books.get(KIND.entity, body_id) if body_id else None
        if create_only:
            if known is not None:
                ruling.refuse("PurchaseOrder not of valid status for creation")
            return None
        if body_id:
            if known is None:
                ruling.refuse("The document with the supplied id was not found for this endpoint.")
            return known
        # A POST with the number of a live order silently updates that order.
        number = sent.text(KIND.number_field)
        return find_one(self._books, KIND, number) if number else None

    def _header(self, sent: Element, old: Mapping[str, Any]) -> Record:
        base = self._books.organisation()["BaseCurrency"]
        currency = (sent.text("CurrencyCode") or "").upper() or old.get("CurrencyCode", base)
        theme_id = sent.guid("BrandingThemeID") or old.get("BrandingThemeID")
        return {
            "Type": "PURCHASEORDER",
            KIND.number_field: kept(sent, old, KIND.number_field),
            **{name: kept(sent, old, name) for name in _TEXTS},
            "Status": sent.choice("Status", "PurchaseOrderStatusCode", STATUSES)
            or old.get("Status", "DRAFT"),
            "LineAmountTypes": sent.choice("LineAmountTypes", "LineAmountType", LINE_AMOUNT_TYPES)
            or old.get("LineAmountTypes", "Exclusive"),
            "CurrencyCode": currency,
            "CurrencyRate": rate(self._books, sent, old, currency),
            **({"BrandingThemeID": theme(self._books, sent, old)} if theme_id else {}),
            "SentToContact": sent_flag(sent, old),
            **dates(self._books, sent, old, ("DeliveryDate", "ExpectedArrivalDate")),
        }

    def _fill(self, sent: Element, old: Old, draft: Record, ruling: Ruling) -> None:
        if old is None or sent.has("Contact"):
            contact = supplier_of(self._books, sent.child("Contact"), ruling)
            draft["Contact"] = short_contact(contact) if contact else sent.sent.get("Contact") or {}
        draft["LineItems"] = self._lines(sent, old, draft, ruling)
        computed = totals(draft["LineItems"], draft["LineAmountTypes"])
        discount = _discount(draft["LineItems"])
        draft |= {
            **computed.described(),
            "IsDiscounted": bool(discount),
            "TotalDiscount": discount,
        }
        checks.check_totals(sent, computed, ruling)
        check_number(self._books, draft, ruling)
        checks.check_theme(self._books, sent, ruling)
        checks.check_currency(self._books, draft["CurrencyCode"], ruling)
        for name, longest in _TEXTS.items():
            if len(draft[name]) > longest:
                ruling.refuse(f"{name} must be {longest} characters or less.")
        if not draft["LineItems"]:
            ruling.refuse("One or more line items must be specified")
        if draft["SentToContact"] and draft["Status"] not in APPROVED:
            ruling.warn(SENT_TOO_EARLY)
            draft["SentToContact"] = False

    def _lines(self, sent: Element, old: Old, draft: Record, ruling: Ruling) -> list[Record]:
        posted = sent.children("LineItems")
        if posted is None:
            return list(old["LineItems"]) if old else []
        frame = Frame(
            kind=KIND,
            type="PURCHASEORDER",
            approved=draft["Status"] in APPROVED,
            line_amount_types=draft["LineAmountTypes"],
            unit_places=_UNIT_PLACES,
        )
        reader = LineReader(self._books, frame, ruling)
        known = {line["LineItemID"]: line for line in (old or {}).get("LineItems", [])}
        return [reader.read(line, known.get(line.guid("LineItemID") or "")) for line in posted]

    def _saved(self, draft: Record, old: Old) -> Record:
        draft["Status"] = granted(self._books, old, draft["Status"], self._app)
        if old is None:
            number = draft[KIND.number_field] or self._books.next_number(
                KIND.prefix, KIND.entity, KIND.number_field
            )
            draft |= {KIND.id_field: fresh_id(), KIND.number_field: number}
            draft |= {"HasAttachments": False, "_app": self._app}
            self._books.used_by(draft["Contact"]["ContactID"], "IsSupplier")
        return self._books.save(KIND.entity, draft)


def _discount(lines: Sequence[Mapping[str, Any]]) -> Decimal:
    names = ("DiscountRate", "DiscountAmount")
    discounted = [line for line in lines if any(name in line for name in names)]
    off = (
        half_up(line["Quantity"] * line["UnitAmount"]) - line["LineAmount"] for line in discounted
    )
    return sum(off, Decimal("0.00"))
