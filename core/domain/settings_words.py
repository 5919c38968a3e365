"""Options in a person's words: what each is called, and what each of its choices comes to.

What an option changes is said by its own description in the settings; together they are shown on
the screens, by the API and in docs/options.md.
"""

from collections.abc import Mapping
from enum import StrEnum

from core.domain import placeholders
from core.domain.setting_choices import (
    ArrivalStatus,
    DueDateRule,
    HeaderTotal,
    LineLayout,
    LockDateRule,
    MissingContact,
    Numbering,
    ParentBilling,
    RouteBy,
    TaxMode,
    TrackingSource,
    VoidRule,
)

LABELS: Mapping[str, str] = {
    "start_on": "Start on",
    "days_back": "Days back",
    "sweep_hour": "Hour of the nightly sweep",
    "poll_seconds": "Seconds between looks",
    "overlap_minutes": "Minutes read again",
    "number_hold_minutes": "Minutes to wait for a number",
    "lines_hold_minutes": "Minutes to wait for lines",
    "tolerance": "Tolerance between lines and header",
    "no_sync_udf": "Company field that keeps invoices out",
    "no_sync_when_empty": "An empty field keeps them out too",
    "skip_company_types": "Company types left out",
    "skip_exported": "Skip what another tool has exported",
    "header_total": "Autotask’s invoice total",
    "void_rule": "When Autotask voids an invoice",
    "skip_zero": "Skip invoices of 0.00",
    "minimum_total": "Smallest invoice",
    "autotask_share": "Share of Autotask’s calls",
    "route_by": "Invoices are routed by",
    "route_field": "Company field with the route",
    "routes": "Routes",
    "default_route": "Connection for everything else",
    "write_back_exported": "Tell Autotask that it is exported",
    "write_back_number": "Tell Autotask Xero’s number",
    "attach_pdf": "Attach Autotask’s PDF",
    "numbering": "Invoice number",
    "number_prefix": "Text before the number",
    "arrival_status": "Status on arrival",
    "mark_sent": "Mark as sent",
    "batch_size": "Documents in one call",
    "batches_in_flight": "Calls under way at once",
    "adopt_existing": "Link documents that are there already",
    "lock_date_rule": "When a period is locked",
    "match_account_number": "Find contacts by account number",
    "match_name": "Find contacts by name",
    "missing_contact": "When Xero has no contact",
    "update_contacts": "Keep contacts up to date",
    "billing_person_udf": "Contact field that names the billing person",
    "billing_person_value": "Its value on the billing person",
    "included_person_value": "Its value on people who get a copy",
    "use_main_billing_contact": "Fall back to the main billing contact",
    "parent_billing": "Bill the parent company",
    "accounts": "Accounts by billing code",
    "default_account": "Account for everything else",
    "tax_types": "Tax rates by tax region",
    "untaxed_tax_type": "Tax rate of untaxed lines",
    "zero_rated_regions": "Zero-rated regions",
    "tax_mode": "Who says the tax",
    "tax_region_aliases": "Renamed tax regions",
    "tax_types_by_category": "Tax rates by tax category",
    "tax_guard": "Tax Guard",
    "tax_guard_tolerance": "Tolerance of the Tax Guard",
    "due_date_rule": "Due date",
    "due_days": "Days until due",
    "reference_template": "Reference",
    "line_layout": "Lines",
    "description_template": "Text of a line",
    "summary_text": "Text of a summary line",
    "rounding_account": "Account for rounding",
    "rounding_cap": "Largest rounding line",
    "tracking": "Tracking",
    "branding_themes": "Branding themes by invoice template",
    "default_branding_theme": "Theme for everything else",
}

# By the kind of choice: equal words of two kinds ("xero", "hold") are not the same choice.
_CHOICES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    HeaderTotal: {
        HeaderTotal.DETECT: "Found out from the invoices themselves.",
        HeaderTotal.NET: "Without tax.",
        HeaderTotal.GROSS: "With tax.",
    },
    VoidRule: {
        VoidRule.VOID: "Follow: a draft in Xero is deleted, an approved invoice voided.",
        VoidRule.KEEP: "Leave Xero’s document as it is, and say so on the record.",
    },
    RouteBy: {
        RouteBy.NONE: "Nothing: every invoice belongs to this connection.",
        RouteBy.COMPANY_FIELD: "A field of the company.",
        RouteBy.LINE_OF_BUSINESS: "The line of business of its lines.",
    },
    Numbering: {
        Numbering.AUTOTASK_NUMBER: "Autotask’s invoice number.",
        Numbering.AUTOTASK_ID: "Autotask’s id, as in INV:48707.",
        Numbering.XERO: "Xero’s next number.",
    },
    ArrivalStatus: {
        ArrivalStatus.DRAFT: "Draft: your bookkeeper approves it in Xero.",
        ArrivalStatus.AUTHORISED: "Approved: it counts in Xero at once.",
    },
    DueDateRule: {
        DueDateRule.AUTOTASK: "Autotask’s due date.",
        DueDateRule.PAYMENT_TERM: "By the payment term of the invoice.",
        DueDateRule.DAYS: "A number of days after the invoice date.",
        DueDateRule.XERO_CONTACT: "By the payment terms of the contact in Xero.",
    },
    LineLayout: {
        LineLayout.ONE_TO_ONE: "One line in Xero for each line in Autotask.",
        LineLayout.GROUPED: "Lines alike become one, with their quantities added up.",
        LineLayout.SUMMARY: "One line for each account, tax rate and tracking.",
    },
    TaxMode: {
        TaxMode.MAPPED: "The mapping tables, so that the tax is what Autotask charged.",
        TaxMode.XERO: "Xero, by the default tax rate of each account.",
    },
    LockDateRule: {
        LockDateRule.HOLD: "The invoice waits until the period is open again.",
        LockDateRule.MOVE: "It is dated on the next open day.",
        LockDateRule.FAULT: "It stops, and a person decides.",
    },
    MissingContact: {
        MissingContact.CREATE: "Make one from the company in Autotask.",
        MissingContact.HOLD: "Wait and ask which contact is meant.",
    },
    ParentBilling: {
        ParentBilling.NEVER: "Never: the company on the invoice pays.",
        ParentBilling.WITHOUT_CONTACT: "Only if the company has no contact of its own in Autotask.",
        ParentBilling.ALWAYS: "Whenever it has a parent company.",
    },
    TrackingSource: {
        TrackingSource.TERRITORY: "Territory of the company",
        TrackingSource.LINE_OF_BUSINESS: "Line of business",
        TrackingSource.DEPARTMENT: "Department of the billing code",
        TrackingSource.BILLING_CODE: "Billing code",
    },
}

PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "reference_template": placeholders.DOCUMENT,
    "summary_text": placeholders.DOCUMENT,
    "description_template": placeholders.LINE,
}
"""What may stand in braces in a template."""

OF_THE_SIGN_IN = frozenset(
    {
        "sweep_hour", "overlap_minutes", "autotask_share", "billing_person_udf",
        "route_by", "route_field", "routes", "default_route",
    }
)  # fmt: skip
"""Options that count on the connection which has the Autotask sign-in, for all that share it."""


def choice_words(choice: StrEnum) -> str:
    """What it comes to when this is chosen."""
    return _CHOICES[type(choice)][choice]
