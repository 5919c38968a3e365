"""Autotask's API in the product's words.

One call for many rows wherever Autotask allows it (product.md I2): pages of 500, `in` lists of up
to 500 ids, and everything that a look for invoices wants in a single query.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

from core.clients.autotask import asked_fields, translate
from core.clients.autotask.documents import read_html, read_pdf
from core.clients.autotask.door import AutotaskDoor, SignIn
from core.clients.autotask.entities import (
    AutotaskCredentials,
    InvoicePage,
    InvoicePdf,
    InvoiceWindow,
    PurchaseOrderPage,
    RawInvoice,
    RawPurchaseOrder,
    Tax,
    TaxCategory,
    TaxRegion,
    Threshold,
    Zone,
)
from core.clients.autotask.fields import Row, TranslationError
from core.clients.autotask.pages import Raw
from core.clients.autotask.people import read_people
from core.clients.autotask.query import Filter, all_of, where
from core.clients.autotask.rows import Rows, readable
from core.clients.autotask.zone import accept_zone
from core.clients.budget import Budget
from core.clients.http import Http
from core.domain.company import Company
from core.domain.person import Person
from core.domain.reference_data import (
    BillingCode,
    Currency,
    LineOfBusiness,
    NamedRow,
    PaymentTerm,
)

# Values of pick lists come as text; one without a number or a name names nothing.
_WHOLE = re.compile(r"-?[0-9]{1,18}")


class AutotaskClient:
    """One tenant's Autotask. `zone_url` None: only `discover_zone` can be called."""

    def __init__(
        self,
        credentials: AutotaskCredentials,
        http: Http,
        budget: Budget,
        zone_url: str | None,
        sign_in: SignIn | None = None,
    ) -> None:
        self._door = AutotaskDoor(credentials, http, budget, zone_url, sign_in)
        self._rows = Rows(self._door)

    def discover_zone(self, discovery_url: str, allowed_sandbox_url: str | None) -> Zone:
        """Find the tenant's server. Raises UnauthorizedError for a user that Autotask can't place,

        RejectedError for an answer that leads away from Autotask (and from the sandbox, if one is
        allowed).
        """
        return accept_zone(self._door.look_up_zone(discovery_url), allowed_sandbox_url)

    def test(self) -> None:
        """Make the cheapest call that proves the credentials and the right to read invoices."""
        self._door.page("Invoices", [where("eq", "id", 0)], ("id",), -1)

    def invoices_since(self, window: InvoiceWindow, after_id: int = 0) -> InvoicePage:
        """Read a page of what is new, newly voided, or known and wanted again: one query.

        Beyond 400 known ids the page ends at the 400th, so that each query stays within Autotask's
        500 OR conditions and none is passed over.
        """
        wanted = sorted({number for number in window.known_ids if number > after_id})
        page = self._rows.windowed(
            "Invoices", asked_fields.INVOICE, _conditions(window), wanted, after_id
        )
        invoices = tuple(RawInvoice(row["id"], row) for row in page.rows)
        return InvoicePage(invoices, page.is_last, page.last_id, page.unusable)

    def invoices_by_id(self, ids: Sequence[int]) -> list[RawInvoice]:
        """Read these invoices; an id that Autotask does not know is missing from the answer."""
        rows = self._rows.by_ids("Invoices", "id", ids, asked_fields.INVOICE)
        wanted = frozenset(ids)
        return [RawInvoice(row["id"], row) for row in rows if row.get("id") in wanted]

    def billing_items(self, invoice_ids: Sequence[int]) -> dict[int, list[Raw]]:
        """Read all lines of these invoices; an invoice without lines has an empty list.

        A line that says of no invoice that it is its line is nobody's.
        """
        return self._rows.grouped(
            "BillingItems", "invoiceID", invoice_ids, asked_fields.BILLING_ITEM
        )

    def companies(
        self,
        ids: Sequence[int],
        *,
        unreadable: Callable[[TranslationError], None] | None = None,
    ) -> list[Company]:
        """Read companies with their user-defined fields, hence all fields: see `query.query`.

        `unreadable` hears of each that cannot be read, which is then left out.
        """
        rows = self._rows.by_ids("Companies", "id", ids)
        return list(readable(rows, translate.translate_company, unreadable))

    def people(
        self,
        company_ids: Sequence[int],
        role_field: str = "",
        is_settled: Callable[[Sequence[Person]], bool] | None = None,
    ) -> dict[int, list[Person]]:
        """Read the active contacts of companies, with the user-defined field that tells their role.

        With `is_settled` only those with a mark are read first, and everybody only of companies
        whose marked people leave it open: a customer may have hundreds.
        """

        def read(
            ids: Sequence[int], fields: Sequence[str], extra: Sequence[Filter]
        ) -> Iterator[Raw]:
            return self._rows.by_ids("Contacts", "companyID", ids, fields, extra)

        return read_people(read, company_ids, role_field, is_settled)

    def billing_codes(self) -> list[BillingCode]:
        fields = ("id", "name", "externalNumber", "isActive", "department")
        return self._rows.whole_list("BillingCodes", translate.translate_billing_code, fields)

    def currencies(self) -> list[Currency]:
        fields = ("id", "name", "isInternalCurrency")
        return self._rows.whole_list("Currencies", translate.translate_currency, fields)

    def payment_terms(self) -> list[PaymentTerm]:
        fields = ("id", "name", "paymentDueInDays")
        return self._rows.whole_list("PaymentTerms", translate.translate_payment_term, fields)

    def tax_regions(self) -> list[TaxRegion]:
        return self._rows.whole_list(
            "TaxRegions", translate.translate_tax_region, ("id", "name", "isActive")
        )

    def tax_categories(self) -> list[TaxCategory]:
        fields = ("id", "name", "isActive")
        return self._rows.whole_list("TaxCategories", translate.translate_tax_category, fields)

    def departments(self) -> list[NamedRow]:
        return self._rows.whole_list("Departments", translate.translate_named_row, ("id", "name"))

    def invoice_templates(self) -> list[NamedRow]:
        return self._rows.whole_list(
            "InvoiceTemplates", translate.translate_named_row, ("id", "name")
        )

    def lines_of_business(self) -> list[LineOfBusiness]:
        """Read the pairs of a division and a line of business that billing items name: 3 calls."""
        divisions, lines = (
            {
                each.autotask_id: each.name
                for each in self._rows.whole_list(
                    entity, translate.translate_named_row, ("id", "name")
                )
            }
            for entity in ("OrganizationalLevel1s", "OrganizationalLevel2s")
        )
        levels = ("organizationalLevel1ID", "organizationalLevel2ID")
        rows = self._door.all_rows("OrganizationalLevelAssociations", (), ("id", *levels))
        pairs = (Row("OrganizationalLevelAssociations", raw) for raw in rows)
        return [
            LineOfBusiness(
                row.id,
                divisions.get(row.whole_or_none(levels[0]) or 0, ""),
                lines.get(row.whole_or_none(levels[1]) or 0, ""),
            )
            for row in pairs
        ]

    def territories(self) -> list[NamedRow]:
        return self.labels("Companies", "territoryID")["territoryID"]

    def company_types(self) -> list[NamedRow]:
        return self.labels("Companies", "companyType")["companyType"]

    def invoice_statuses(self) -> list[NamedRow]:
        return self.labels("Invoices", "invoiceStatus")["invoiceStatus"]

    def labels(self, entity: str, *fields: str) -> dict[str, list[NamedRow]]:
        """Read the tenant's own labels of pick lists: one call an entity; unknown ones are empty."""
        described = self._door.get(f"{entity}/entityInformation/fields")
        rows = {
            str(raw.get("name")).casefold(): raw for raw in Row(entity, described).rows("fields")
        }
        return {
            field: [
                NamedRow(int(value["value"]), str(value["label"]))
                for value in Row(entity, rows.get(field.casefold(), {})).rows("picklistValues")
                if _WHOLE.fullmatch(str(value.get("value"))) and value.get("label") is not None
            ]
            for field in fields
        }

    def taxes(self) -> list[Tax]:
        return self._rows.whole_list("Taxes", translate.translate_tax)

    def purchase_orders_since(
        self, created_from: datetime, after_id: int = 0, known_ids: Sequence[int] = ()
    ) -> PurchaseOrderPage:
        """Read a page of orders; `known_ids` come along because orders have no last change."""
        wanted = sorted({number for number in known_ids if number > after_id})
        window = [where("gte", "createDateTime", created_from)]
        page = self._rows.windowed("PurchaseOrders", asked_fields.ORDER, window, wanted, after_id)
        orders = tuple(RawPurchaseOrder(row["id"], row) for row in page.rows)
        return PurchaseOrderPage(orders, page.is_last, page.last_id)

    def purchase_order_items(self, order_ids: Sequence[int]) -> dict[int, list[Raw]]:
        return self._rows.grouped(
            "PurchaseOrderItems", "orderID", order_ids, asked_fields.ORDER_ITEM
        )

    def pick_list(self, entity: str, field: str) -> dict[int, str]:
        """Read the tenant's own labels of a pick list, by number."""
        return {row.autotask_id: row.name for row in self.labels(entity, field)[field]}

    def threshold(self) -> Threshold:
        """Read how much of the tenant's hour is used, by all integrations together."""
        row = Row("ThresholdInformation", self._door.get("ThresholdInformation"))
        return Threshold(
            limit=row.whole("externalRequestThreshold"),
            minutes=row.whole("requestThresholdTimeframe"),
            used=row.whole("currentTimeframeRequestCount"),
        )

    def invoice_html(self, autotask_id: int) -> str:
        return read_html(self._door.get(f"Invoices/{autotask_id:d}/InvoiceMarkupHtml"))

    def invoice_pdf(self, autotask_id: int) -> InvoicePdf:
        return read_pdf(self._door.get(f"Invoices/{autotask_id:d}/InvoicePdf"))

    def write_back(
        self,
        autotask_id: int,
        *,
        exported_at: datetime | None = None,
        paid_on: date | None = None,
        invoice_number: str | None = None,
    ) -> None:
        """Set the only three fields that Autotask lets us set; None leaves a field alone.

        Safe to call twice: the same values give the same invoice.
        """
        fields: Raw = {"id": autotask_id}
        if exported_at is not None:
            moment = exported_at.astimezone(UTC).replace(tzinfo=None)
            fields["webServiceDate"] = f"{moment.isoformat(timespec='seconds')}Z"
        if paid_on is not None:
            fields["paidDate"] = paid_on.isoformat()
        if invoice_number is not None:
            fields["invoiceNumber"] = invoice_number
        self._door.patch("Invoices", fields)


def _conditions(window: InvoiceWindow) -> list[Filter]:
    created = where("gte", "createDateTime", window.created_from)
    if window.ids_between is not None:
        above, up_to = window.ids_between
        created = all_of(created, where("gt", "id", above), where("lte", "id", up_to))
    voided = all_of(where("eq", "isVoided", True), where("gte", "voidedDate", window.voided_from))
    if window.above_id is None:
        return [created, voided]
    return [created, voided, where("gt", "id", window.above_id)]
