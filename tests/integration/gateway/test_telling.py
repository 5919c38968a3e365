"""What a record tells of the engine: differences, adoptions, candidates, decisions, the trace."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.integration.gateway.conftest import Visitor

LIST = "/c/engine/sync/invoices"


@pytest.fixture
def operator(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("operator")


def test_a_difference_is_a_table_with_the_choices(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49030")
    assert "Autotask and Xero differ." in html
    assert "<td>1,150.00 NZD</td><td>1,140.00 NZD</td>" in html
    assert "Leave both as they are" in html
    assert "Change it in Xero by hand" in html
    assert "Open the document in Xero" in html


def test_an_adoption_is_good_news_and_a_draft_that_should_be_approved_is_not(
    operator: Visitor,
) -> None:
    adopted = operator.text(f"{LIST}/49031")
    assert 'class="note ok" aria-label="Notice"' in adopted
    assert "It was in Xero before." in adopted
    draft = operator.text(f"{LIST}/49032")
    assert 'class="note warn" aria-label="Notice"' in draft
    assert "It arrived as a draft." in draft


def test_a_hold_names_the_candidates_the_next_look_and_the_place(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49033")
    assert "Close to it: Northgate Arch., North Gate Ltd. Next look at" in html
    assert "it is found at the next look" in html
    assert "redirecturl=/Contacts" in html


def test_decisions_about_the_document_have_their_reasons(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49030")
    assert "<h3>Decisions about the document</h3>" in html
    assert "Autotask&#39;s own number." in html


def test_the_trace_folds_entry_by_entry_with_readable_json(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/49034")
    assert "Diagnostic trace" in html
    assert "Call: PUT Invoices" in html
    assert "&#34;UnitAmount&#34;: 100.10" in html
    assert html.index("Answer: Refused") < html.index("Decision: 4 decisions")
    assert "Diagnostic trace" not in operator.text(f"{LIST}/49030")


def test_programs_get_all_of_it(api: Callable[..., TestResponse]) -> None:
    traced = api("/connections/engine/invoices/49034").get_json()
    assert [entry["kind"] for entry in traced["trace"]] == ["decision", "call", "answer"]
    different = api("/connections/engine/invoices/49030").get_json()
    assert different["notice"]["differences"][0] == {
        "field": "total", "autotask": "1,150.00 NZD", "xero": "1,140.00 NZD",
    }  # fmt: skip
    assert {"number", "due_date", "account", "tax"} <= {
        each["subject"] for each in different["decisions"]
    }
    assert different["lines"][0]["account_code"] == "210"
