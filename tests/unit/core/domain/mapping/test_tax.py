from decimal import Decimal
from typing import Any

import pytest

from core.domain.decision import Subject
from core.domain.errors import MappingError
from core.domain.faults import make_fault
from core.domain.mapping import AutotaskNames, NameUnknownError
from core.domain.name_lists import NameList
from tests.factories.documents import GST, make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import about, make_lists, mapped, only

LISTS = {"lists": make_lists()}


def _tax_type(net: str, tax: str, region: str | None = GST, **options: Any) -> str:
    invoice = make_invoice(1, make_line(net, tax), tax_region=region)
    return mapped(invoice, **options).draft.lines[0].tax_type


def test_a_taxed_line_gets_the_type_of_its_region() -> None:
    result = mapped(make_invoice())
    assert result.draft.lines[0].tax_type == "OUTPUT2"
    reason = only(result, Subject.TAX).reason
    assert reason == "Tax region New Zealand GST → OUTPUT2 by the mapping table."


def test_a_line_without_tax_gets_the_untaxed_type_even_in_a_taxed_region() -> None:
    assert _tax_type("100", "0") == "NONE"
    assert _tax_type("100", "0", untaxed_tax_type="EXEMPTOUTPUT") == "EXEMPTOUTPUT"


def test_a_zero_rated_region_keeps_its_own_type_although_the_tax_is_zero() -> None:
    zero = {"tax_types": {"Exports": "ZERORATED"}, "zero_rated_regions": ["Exports"]}
    assert _tax_type("100", "0", "Exports", **zero) == "ZERORATED"


def test_a_region_whose_rate_is_known_to_be_nothing_needs_no_row_among_the_zero_rated() -> None:
    zero = {"tax_types": {"Exports": "ZERORATED"}, "context": LISTS}
    assert _tax_type("100", "0", "Exports", **zero) == "ZERORATED"


def test_an_amount_too_small_for_a_cent_of_tax_is_taxed_all_the_same() -> None:
    assert _tax_type("0.03", "0", context=LISTS) == "OUTPUT2"
    assert _tax_type("0.04", "0", context=LISTS) == "NONE"


def test_a_free_line_follows_its_region() -> None:
    assert _tax_type("0", "0") == "OUTPUT2"


def test_without_a_region_an_untaxed_line_is_untaxed_and_a_taxed_one_is_a_fault() -> None:
    assert _tax_type("0", "0", None) == "NONE"
    assert _tax_type("10", "0", None) == "NONE"
    with pytest.raises(MappingError) as caught:
        _tax_type("100", "15", None)
    assert (caught.value.code, caught.value.values) == ("TAX_UNMAPPED", {"tax_region": "(none)"})


def test_a_region_that_is_not_mapped_is_a_fault_that_names_it() -> None:
    with pytest.raises(MappingError) as caught:
        _tax_type("100", "15", "Fiji VAT")
    assert (caught.value.code, caught.value.values) == ("TAX_UNMAPPED", {"tax_region": "Fiji VAT"})


def test_a_region_that_was_renamed_goes_by_its_alias() -> None:
    invoice = make_invoice(tax_region="NZ GST 2010")
    result = mapped(invoice, tax_region_aliases={"NZ GST 2010": GST})
    assert only(result, Subject.TAX).reason == (
        "NZ GST 2010 is New Zealand GST by an alias; "
        "Tax region New Zealand GST → OUTPUT2 by the mapping table."
    )


def test_a_renamed_region_may_be_zero_rated_under_either_name() -> None:
    options = {"tax_types": {"Exports": "ZERORATED"}, "tax_region_aliases": {"Export": "Exports"}}
    for name in ("Export", "Exports"):
        assert _tax_type("9", "0", "Export", zero_rated_regions=[name], **options) == "ZERORATED"


@pytest.mark.parametrize("key", ["Telecoms", "5"])
def test_a_category_of_its_own_comes_before_the_region(key: str) -> None:
    rows = {"tax_types_by_category": {GST: {key: "TAX001"}}}
    context = {"names": AutotaskNames(tax_categories={5: "Telecoms"})}
    line = make_line(tax_category_id=5)
    result = mapped(make_invoice(1, line, make_line(autotask_id=2)), context=context, **rows)
    assert [each.tax_type for each in result.draft.lines] == ["TAX001", "OUTPUT2"]


def test_a_category_without_a_row_follows_its_region() -> None:
    rows = {"tax_types_by_category": {GST: {"Telecoms": "TAX001"}}}
    context = {"names": AutotaskNames(tax_categories={6: "Standard"})}
    invoice = make_invoice(1, make_line(tax_category_id=6))
    assert mapped(invoice, context=context, **rows).draft.lines[0].tax_type == "OUTPUT2"
    by_number = {"tax_types_by_category": {GST: {"5": "TAX001"}}}
    assert mapped(invoice, **by_number).draft.lines[0].tax_type == "OUTPUT2"


def test_a_category_whose_name_is_not_known_stops_where_rows_go_by_names() -> None:
    """It might be the very one of the row, and Xero would take the region's type without a word."""
    rows = {"tax_types_by_category": {GST: {"Telecoms": "TAX001"}}}
    with pytest.raises(NameUnknownError) as caught:
        mapped(make_invoice(1, make_line(tax_category_id=5)), **rows)
    assert caught.value.kind is NameList.TAX_CATEGORIES
    fault = make_fault(caught.value.code, **caught.value.values)
    assert fault.title == "Autotask does not tell us what tax category 5 is called"


@pytest.mark.parametrize(
    ("tax_type", "account", "code"),
    [
        ("TAX999", "200", "TAX_TYPE_UNKNOWN"),
        ("OUTPUT", "200", "TAX_TYPE_UNKNOWN"),
        ("OUTPUT2", "835", "TAX_TYPE_MISMATCH"),
    ],
)
def test_a_tax_type_that_xero_would_refuse_is_our_fault_before_the_call(
    tax_type: str, account: str, code: str
) -> None:
    with pytest.raises(MappingError) as caught:
        mapped(
            make_invoice(), tax_types={GST: tax_type}, accounts={"Labor": account}, context=LISTS
        )
    assert caught.value.code == code
    assert caught.value.values == {"tax_type": tax_type, "account": account}


@pytest.mark.parametrize(
    ("tax", "passes"), [("15.01", True), ("14.99", True), ("15.06", False), ("15.02", False)]
)
def test_the_guard_compares_a_lines_tax_with_what_the_rate_makes(tax: str, passes: bool) -> None:
    invoice = make_invoice(1, make_line("100", tax))
    if passes:
        assert mapped(invoice, context=LISTS).draft.lines[0].tax == Decimal(tax)
        return
    with pytest.raises(MappingError) as caught:
        mapped(invoice, context=LISTS)
    assert caught.value.code == "TAX_GUARD"
    assert caught.value.values == {
        "line": "Remote support",
        "tax": tax,
        "expected": "15.00",
        "tax_type": "OUTPUT2",
        "net": "100.00",
    }


def test_a_guard_that_is_off_or_knows_no_rate_lets_everything_pass() -> None:
    invoice = make_invoice(1, make_line("100", "20"))
    assert mapped(invoice, tax_guard=False, context=LISTS).draft.total == Decimal("120.00")
    assert mapped(invoice).draft.total == Decimal("120.00")
    assert mapped(invoice, tax_guard_tolerance=5, context=LISTS).draft.total == Decimal("120.00")


def test_tax_that_is_left_to_xero_is_foreseen_from_the_accounts_rate() -> None:
    result = mapped(make_invoice(1, make_line("33.33", "5.00")), tax_mode="xero", context=LISTS)
    (line,) = result.draft.lines
    assert (line.tax_type, line.tax) == ("", Decimal("5.00"))
    reason = only(result, Subject.TAX).reason
    assert reason == "Tax is left to Xero: account 200 has OUTPUT2."
    assert result.warnings == ()


def test_tax_that_is_left_to_xero_needs_no_tables() -> None:
    invoice = make_invoice(tax_region="Fiji VAT")
    assert mapped(invoice, tax_mode="xero", tax_types={}, context=LISTS).draft.lines[0].tax == 15


def test_without_xeros_rates_autotasks_tax_is_the_best_guess_and_a_person_is_told() -> None:
    result = mapped(make_invoice(), tax_mode="xero")
    assert result.draft.total == Decimal("115.00")
    assert "rates were not read yet" in result.warnings[0]
    assert result.warnings[0] in [each.reason for each in about(result, Subject.TAX)]


def test_the_guard_stops_a_line_that_xero_would_tax_and_autotask_did_not() -> None:
    invoice = make_invoice(1, make_line("100", "0"))
    with pytest.raises(MappingError) as caught:
        mapped(invoice, tax_mode="xero", context=LISTS)
    assert (caught.value.values["expected"], caught.value.values["tax"]) == ("15.00", "0.00")


def test_without_the_guard_xeros_own_tax_stands_and_the_difference_is_told() -> None:
    invoice = make_invoice(1, make_line("100", "0"))
    result = mapped(invoice, tax_mode="xero", tax_guard=False, context=LISTS)
    assert result.draft.total == Decimal("115.00")
    assert result.warnings == ("Xero comes to 115.00 with its own tax, Autotask to 100.00.",)
