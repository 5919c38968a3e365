"""A fault keeps what its sentences name, and the names by which the tables go."""

from typing import Any

import pytest

from core.domain.errors import MappingError
from core.domain.faults import fault_of, make_fault
from core.domain.mapping import map_invoice
from core.domain.refusals import recognise
from tests.factories.documents import make_context, make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import make_lists, mapped


def test_only_what_is_named_is_kept() -> None:
    fault = make_fault("ACCOUNT_ARCHIVED", account="204", company="Kauri", total=100)
    assert fault.values == {"account": "204"}
    assert make_fault("ACCOUNT_ARCHIVED").values == {}


REGION = {"category": "Region", "source": "billing_code", "options": {"Labor": "Moon"}}
GST = "New Zealand GST"


@pytest.mark.parametrize(
    ("code", "options", "values"),
    [
        ("ACCOUNT_UNMAPPED", {"accounts": {}}, {"billing_code": "Labor"}),
        (
            "ACCOUNT_ARCHIVED",
            {"accounts": {"Labor": "204"}},
            {"billing_code": "Labor", "account": "204"},
        ),
        (
            "ACCOUNT_INVALID",
            {"accounts": {"Labor": "090"}},
            {"billing_code": "Labor", "account": "090"},
        ),
        ("TAX_UNMAPPED", {"tax_types": {}}, {"tax_region": GST}),
        (
            "TAX_UNMAPPED",
            {"tax_types": {}, "tax_region_aliases": {GST: "NZ GST"}},
            {"tax_region": "NZ GST"},
        ),
        ("TAX_TYPE_UNKNOWN", {"tax_types": {GST: "OUTPUT"}}, {"tax_region": GST}),
        (
            "TAX_TYPE_MISMATCH",
            {"tax_types": {GST: "ZERORATED"}, "accounts": {"Labor": "835"}},
            {"tax_region": GST, "tax_type": "ZERORATED", "billing_code": "Labor"},
        ),
        ("TAX_GUARD", {"tax_types": {GST: "ZERORATED"}}, {"tax_region": GST}),
        (
            "TRACKING_UNKNOWN",
            {"tracking": [REGION]},
            {"category": "Region", "option": "Moon", "source_name": "Labor"},
        ),
        (
            "BRANDING_UNKNOWN",
            {"branding_themes": {"3": "Gone"}},
            {"template": "3", "theme": "Gone"},
        ),
    ],
)
def test_a_mapping_fault_names_the_row_that_would_mend_it(
    code: str, options: dict[str, Any], values: dict[str, str]
) -> None:
    with pytest.raises(MappingError) as raised:
        mapped(make_invoice(1, template_id=3), context={"lists": make_lists()}, **options)
    fault = fault_of(raised.value, company="Kauri")
    assert fault.code == code
    assert {**fault.values, **values} == fault.values


@pytest.mark.parametrize(
    ("reason", "values"),
    [
        ("Account code '204' has been archived, or deleted.", {"account": "204"}),
        (
            "The TaxType code 'OUTPUT2' cannot be used with account code '835'.",
            {"tax_type": "OUTPUT2", "account": "835"},
        ),
    ],
)
def test_a_refusal_names_what_xero_named(reason: str, values: dict[str, str]) -> None:
    assert recognise([reason], company="Kauri", total=3).values == values


def test_a_line_without_a_billing_code_has_no_row() -> None:
    with pytest.raises(MappingError) as raised:
        map_invoice(make_invoice(1, make_line(billing_code_id=None)), make_context())
    fault = fault_of(raised.value)
    assert "(none)" in fault.message
    assert "billing_code" not in fault.values
