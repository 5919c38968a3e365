"""Reads one of Autotask's lists as a whole and stores it, or says that the API user may not read it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from core.clients.autotask.client import AutotaskClient
from core.domain.errors import RejectedError
from core.domain.name_lists import NameList
from core.runtime.clock import Clock
from core.store import reference_data

# The kinds under which lists are stored, and what a person calls them.
TITLES: Mapping[str, str] = {
    "billing_code": "Billing codes",
    "currency": "Currencies",
    "payment_term": "Payment terms",
    "tax_region": "Tax regions",
    NameList.TAX_CATEGORIES: "Tax categories",
    "tax": "Taxes",
    NameList.TERRITORIES: "Territories",
    NameList.DEPARTMENTS: "Departments",
    NameList.LINES_OF_BUSINESS: "Lines of business",
    NameList.TEMPLATES: "Invoice templates",
    NameList.COMPANY_TYPES: "Company types",
    NameList.INVOICE_STATUSES: "Invoice statuses",
}


def read_list(autotask_key: str, kind: str, autotask: AutotaskClient, now: Clock) -> str:
    """Bring a list up to date; returns a sentence when Autotask refuses it.

    What was known of a list that the API user may no longer read goes on counting, and it is asked
    for again a day later.
    """
    try:
        rows = _questions(autotask)[kind]()
    except RejectedError as error:
        reference_data.count_as_read(autotask_key, kind, now())
        return f"Autotask does not show its list of {TITLES[kind].lower()}: {error}"
    reference_data.replace(autotask_key, kind, _as_values(rows), now())
    return ""


def _as_values(rows: Sequence[Any]) -> dict[str, Any]:
    """Rates as text: what is stored must not round them."""
    return {
        str(row.autotask_id): {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in asdict(row).items()
        }
        for row in rows
    }


def _questions(autotask: AutotaskClient) -> dict[str, Callable[[], Sequence[Any]]]:
    return {
        "billing_code": autotask.billing_codes,
        "currency": autotask.currencies,
        "payment_term": autotask.payment_terms,
        "tax_region": autotask.tax_regions,
        NameList.TAX_CATEGORIES: autotask.tax_categories,
        "tax": autotask.taxes,
        NameList.TERRITORIES: autotask.territories,
        NameList.DEPARTMENTS: autotask.departments,
        NameList.LINES_OF_BUSINESS: autotask.lines_of_business,
        NameList.TEMPLATES: autotask.invoice_templates,
        NameList.COMPANY_TYPES: autotask.company_types,
        NameList.INVOICE_STATUSES: autotask.invoice_statuses,
    }
