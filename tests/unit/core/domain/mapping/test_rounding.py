from decimal import Decimal
from typing import Any

import pytest

from core.domain.decision import Subject
from core.domain.errors import MappingError
from core.domain.mapping import MappedInvoice
from core.domain.reference_data import Account
from tests.factories.documents import make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import ACCOUNTS, about, make_lists, mapped, only

NO_DEFAULT = Account("861", "Cents", "ACTIVE", "LIABILITY", "", "ROUNDING")
LISTS = {"lists": make_lists()}


def _beside(header: str, net: str = "100.00", tax: str = "15.00", **options: Any) -> MappedInvoice:
    invoice = make_invoice(1, make_line(net, tax), header_total=Decimal(header))
    return mapped(invoice, **{"context": LISTS, **options})


@pytest.mark.parametrize(
    ("header", "net", "tax", "rest"),
    [
        ("115.02", "100.00", "15.00", "0.02"),
        ("114.99", "100.00", "15.00", "-0.01"),
        ("-115.02", "-100.00", "-15.00", "0.02"),
    ],
)
def test_a_rounding_line_brings_the_document_to_autotasks_total(
    header: str, net: str, tax: str, rest: str
) -> None:
    result = _beside(header, net, tax, rounding_account="860")
    line = result.draft.lines[-1]
    assert (line.description, line.account_code, line.tax_type) == ("Rounding", "860", "NONE")
    assert (line.quantity, line.tax) == (Decimal(1), Decimal(0))
    assert (line.unit_amount, line.net) == (Decimal(rest), Decimal(rest))
    assert result.draft.total == abs(Decimal(header))
    decision = only(result, Subject.ROUNDING)
    assert decision.value == f"{rest} to 860"
    assert decision.reason.startswith("The lines come to 115.00, Autotask's invoice to 11")


@pytest.mark.parametrize("options", [{}, {"rounding_account": "860", "rounding_cap": "0.01"}])
def test_what_may_not_be_bridged_stops_the_invoice_with_both_totals(
    options: dict[str, str],
) -> None:
    with pytest.raises(MappingError) as caught:
        _beside("115.02", **options)
    assert caught.value.code == "TOTAL_NOT_REACHED"
    assert caught.value.values == {"total": "115.02", "xero_total": "115.00"}


def test_a_document_that_reaches_its_total_has_no_rounding_line() -> None:
    result = _beside("115.00", rounding_account="860")
    assert len(result.draft.lines) == 1
    assert about(result, Subject.ROUNDING) == []


def test_xeros_own_tax_is_bridged_like_any_other_difference() -> None:
    lines = [make_line("0.03", "0.0045", autotask_id=number) for number in range(4)]
    invoice = make_invoice(1, *lines, header_total=Decimal("0.14"))
    options: dict[str, Any] = {"tax_mode": "xero", "context": LISTS}
    with pytest.raises(MappingError) as caught:
        mapped(invoice, **options)
    assert caught.value.values == {"total": "0.14", "xero_total": "0.12"}
    assert mapped(invoice, rounding_account="860", **options).draft.total == Decimal("0.14")


def test_a_document_that_would_be_below_zero_stops_because_xero_has_none_such() -> None:
    lines = (make_line("10.00", "0"), make_line("-10.00", "0", autotask_id=2))
    invoice = make_invoice(1, *lines, header_total=Decimal("-0.01"))
    with pytest.raises(MappingError) as caught:
        mapped(invoice, rounding_account="860", context=LISTS)
    assert caught.value.values == {"total": "-0.01", "xero_total": "0.00"}
    taxed = (make_line("100.00", "0"), make_line("-99.00", "0", autotask_id=2, billing_code_id=9))
    options: dict[str, Any] = {"tax_mode": "xero", "tax_guard": False, "context": LISTS}
    with pytest.raises(MappingError):
        mapped(make_invoice(1, *taxed), accounts={"Labor": "270"}, default_account="200", **options)


def test_an_archived_rounding_account_is_a_fault_of_its_own() -> None:
    with pytest.raises(MappingError) as caught:
        _beside("115.02", rounding_account="204")
    assert caught.value.code == "ACCOUNT_ARCHIVED"


def test_the_tax_type_of_a_rounding_line_is_its_accounts_if_that_is_none_at_all() -> None:
    assert _beside("115.02", rounding_account="270").draft.lines[-1].tax_type == "ZERORATED"


def test_else_it_is_the_untaxed_type_which_has_to_fit_the_account() -> None:
    lists = make_lists(accounts={each.code: each for each in (*ACCOUNTS, NO_DEFAULT)})
    options: dict[str, Any] = {"rounding_account": "861", "context": {"lists": lists}}
    assert _beside("115.02", **options).draft.lines[-1].tax_type == "NONE"
    with pytest.raises(MappingError) as caught:
        _beside("115.02", untaxed_tax_type="ZERORATED", **options)
    assert caught.value.code == "TAX_TYPE_MISMATCH"
