"""The sections of the options, each with the options that stand in it; together all of them."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """`name` stands in the address; `says` is the sentence under the title.

    `tables` are mapping tables by the names under which they have files of their own; their options
    are not among `options`.
    """

    name: str
    title: str
    says: str
    icon: str
    options: tuple[str, ...]
    tables: tuple[str, ...] = ()


TABLE_OPTIONS = {
    "accounts": "accounts",
    "tax": "tax_types",
    "categories": "tax_types_by_category",
    "tracking": "tracking",
    "branding": "branding_themes",
}
"""Mapping tables by their names in addresses, and the options that they are."""

SECTIONS = (
    Section(
        "accounts",
        "Accounts",
        "Which Xero account a line is booked to, by its billing code in Autotask.",
        "file-text",
        ("default_account",),
        ("accounts",),
    ),
    Section(
        "tax",
        "Tax",
        "Which Xero tax rate a line gets, and whether the tax has to be what Autotask charged.",
        "file-text",
        (
            "tax_mode", "untaxed_tax_type", "zero_rated_regions", "tax_region_aliases",
            "tax_guard", "tax_guard_tolerance",
        ),
        ("tax", "categories"),
    ),
    Section(
        "tracking",
        "Tracking",
        "How Xero’s tracking categories are filled, at most two.",
        "file-text",
        (),
        ("tracking",),
    ),
    Section(
        "branding",
        "Branding",
        "Which branding theme an invoice gets, by its template in Autotask.",
        "file-text",
        ("default_branding_theme",),
        ("branding",),
    ),
    Section(
        "contacts",
        "Contacts",
        "Which contact in Xero is billed, and what is kept of it.",
        "user-circle",
        (
            "match_account_number", "match_name", "missing_contact", "update_contacts",
            "parent_billing", "use_main_billing_contact", "billing_person_udf",
            "billing_person_value", "included_person_value",
        ),
    ),
    Section(
        "posting",
        "Posting",
        "How a document arrives in Xero.",
        "external-link",
        (
            "arrival_status", "mark_sent", "numbering", "number_prefix", "reference_template",
            "adopt_existing", "batch_size", "batches_in_flight",
        ),
    ),
    Section(
        "dates",
        "Dates",
        "When an invoice is due, and what happens in a locked period.",
        "clock",
        ("due_date_rule", "due_days", "lock_date_rule"),
    ),
    Section(
        "lines",
        "Lines",
        "How Autotask’s lines become Xero’s, and what happens to the cent that rounding leaves.",
        "file-text",
        (
            "line_layout", "description_template", "summary_text", "rounding_account",
            "rounding_cap",
        ),
    ),
    Section(
        "reading",
        "Reading",
        "How often and how far Autotask is read, and how long an invoice waits for what is missing.",
        "refresh",
        (
            "poll_seconds", "days_back", "sweep_hour", "overlap_minutes", "number_hold_minutes",
            "lines_hold_minutes", "header_total", "tolerance", "autotask_share",
        ),
    ),
    Section(
        "skipping",
        "Skipping",
        "Which invoices stay out of Xero.",
        "player-skip-forward",
        (
            "start_on", "skip_zero", "minimum_total", "no_sync_udf", "no_sync_when_empty",
            "skip_company_types", "skip_exported",
        ),
    ),
    Section(
        "routing",
        "Routing",
        "Which connection gets an invoice, where several share one Autotask.",
        "plug-connected",
        ("route_by", "route_field", "routes", "default_route"),
    ),
    Section(
        "after",
        "Afterwards",
        "What happens when an invoice is in Xero, and when Autotask voids it.",
        "circle-check",
        ("void_rule", "write_back_exported", "write_back_number", "attach_pdf"),
    ),
)  # fmt: skip

BY_NAME = {each.name: each for each in SECTIONS}


def options_of(section: Section) -> Iterator[str]:
    """Its own options, then those of its tables."""
    yield from section.options
    yield from (TABLE_OPTIONS[table] for table in section.tables)


SECTION_OF = {option: each for each in SECTIONS for option in options_of(each)}
"""The section in which an option stands."""
SECTION_OF_TABLE = {table: each for each in SECTIONS for table in each.tables}
