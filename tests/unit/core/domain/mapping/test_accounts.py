from typing import Any

import pytest

from core.domain.decision import Subject
from core.domain.errors import MappingError
from tests.factories.documents import make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import about, make_lists, mapped, only


def test_a_mapped_billing_code_names_its_account_and_says_why() -> None:
    decision = only(mapped(make_invoice()), Subject.ACCOUNT)
    assert (decision.value, decision.line) == ("200", 1)
    assert decision.reason == "Billing code Labor → 200 by the mapping table."


@pytest.mark.parametrize(
    ("code_id", "what"),
    [(99, "Autotask's list has no billing code 99"), (None, "The line has no billing code")],
)
def test_a_line_without_a_known_billing_code_goes_to_the_default_if_that_is_allowed(
    code_id: int | None, what: str
) -> None:
    invoice = make_invoice(1, make_line(billing_code_id=code_id))
    decision = only(mapped(invoice, default_account="260"), Subject.ACCOUNT)
    assert decision.value == "260"
    assert decision.reason == f"{what}; default 260 is allowed."


def test_an_unmapped_billing_code_goes_to_the_default_by_name() -> None:
    decision = only(mapped(make_invoice(), accounts={}, default_account="260"), Subject.ACCOUNT)
    assert decision.reason == "No row for billing code Labor; default 260 is allowed."


@pytest.mark.parametrize(
    ("accounts", "code_id", "label"),
    [
        ({}, 11, "Labor"),
        ({"Labor": ""}, 11, "Labor"),
        ({"Labor": "200"}, 99, "number 99"),
        ({"Labor": "200"}, None, "(none)"),
    ],
)
def test_an_unmapped_billing_code_without_a_default_is_a_fault_that_names_it(
    accounts: dict[str, str], code_id: int | None, label: str
) -> None:
    with pytest.raises(MappingError) as caught:
        mapped(make_invoice(1, make_line(billing_code_id=code_id)), accounts=accounts)
    assert (caught.value.code, caught.value.values) == (
        "ACCOUNT_UNMAPPED",
        {"billing_code": label},
    )


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("204", "ACCOUNT_ARCHIVED"),
        ("999", "ACCOUNT_INVALID"),
        ("090", "ACCOUNT_INVALID"),
        ("610", "ACCOUNT_INVALID"),
    ],
)
def test_an_account_that_xero_would_refuse_is_our_fault_before_the_call(
    account: str, code: str
) -> None:
    with pytest.raises(MappingError) as caught:
        mapped(make_invoice(), accounts={"Labor": account}, context={"lists": make_lists()})
    assert (caught.value.code, caught.value.values) == (code, {"account": account})


def test_without_a_list_xero_decides() -> None:
    assert mapped(make_invoice(), accounts={"Labor": "204"}).draft.lines[0].account_code == "204"


def test_a_line_of_nothing_is_told_to_lose_its_account_in_xero() -> None:
    line = make_line("0", "0")
    context: dict[str, Any] = {"lists": make_lists()}
    decision = only(mapped(make_invoice(1, line), context=context), Subject.ACCOUNT)
    assert decision.reason.endswith("Xero shows no account on a line of 0.00.")


def test_whether_a_line_is_zero_is_said_of_what_xero_gets() -> None:
    """Two lines that cancel each other out become one summary line of 0.00."""
    there = make_line("10", "1.50", autotask_id=1)
    back = make_line("-10", "-1.50", autotask_id=2)
    invoice = make_invoice(1, there, back, make_line("0", "0", autotask_id=3))
    told = "Xero shows no account on a line of 0.00."
    each = about(mapped(invoice), Subject.ACCOUNT)
    assert [told in decision.reason for decision in each] == [False, False, True]
    summed = about(mapped(invoice, line_layout="summary"), Subject.ACCOUNT)
    assert all(told in decision.reason for decision in summed)
    more = make_invoice(1, *invoice.lines, make_line("5", "0.75", autotask_id=4))
    summed = about(mapped(more, line_layout="summary"), Subject.ACCOUNT)
    assert not any(told in decision.reason for decision in summed)
