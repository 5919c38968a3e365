"""All faults of one cause: offered where there are several, asked in numbers, rung once by programs."""

from collections.abc import Callable
from html import unescape

import pytest
from werkzeug.test import TestResponse

from core.store.documents import UnknownRefusalDocument
from tests.factories.gateway_world import StubRpc
from tests.integration.gateway.conftest import NOW, Visitor

LIST = "/c/kauri/sync/invoices"
CAUSE = "ACCOUNT_ARCHIVED"
ASK = f"{LIST}/bulk?action=resync&status=fault&cause={CAUSE}"


@pytest.fixture
def operator(signed_in: Callable[[str], Visitor], rpc: StubRpc) -> Visitor:
    visitor = signed_in("operator")
    rpc.answers["resync_many"] = {
        "ok": True, "moved": 2, "refused": {}, "message": "2 queued again.",
    }  # fmt: skip
    return visitor


def test_the_list_of_a_cause_offers_to_retry_all_of_it(operator: Visitor) -> None:
    html = operator.text(f"{LIST}?status=fault&cause={CAUSE}")
    assert f'href="{ASK}"' in unescape(html)
    assert "Retry all 2" in html
    assert "Retry all" not in operator.text(f"{LIST}?status=fault")


def test_the_card_of_a_fault_offers_it_where_others_share_the_cause(operator: Visitor) -> None:
    assert "Retry all 2 with this cause" in operator.text(f"{LIST}/49010")
    assert "with this cause</a>" in operator.text(f"{LIST}/49012")
    assert "Retry all 1" not in operator.text(f"{LIST}/49012")


def test_a_viewer_is_offered_nothing(signed_in: Callable[[str], Visitor]) -> None:
    viewer = signed_in("viewer")
    assert "Retry all" not in viewer.text(f"{LIST}?status=fault&cause={CAUSE}")
    assert "Retry all" not in viewer.text(f"{LIST}/49010")
    viewer.text(ASK, status=403)


def test_the_question_is_asked_in_numbers(operator: Visitor, rpc: StubRpc) -> None:
    html = operator.text(ASK)
    assert "Resync 2 invoices?" in html
    assert "Fault, cause: The Xero account is archived" in html
    assert "2,300.00 NZD" in html
    assert "First mend the cause: Restore the account in Xero" in html
    assert rpc.calls == []


def test_a_cause_that_nobody_has_leaves_nothing_to_do(operator: Visitor) -> None:
    html = operator.text(f"{LIST}/bulk?action=resync&status=fault&cause=PLAN_LIMIT")
    assert "Nothing can be done to any of these." in html
    assert '<button class="btn pri">' not in html


def test_programs_do_the_same_by_json(api: Callable[..., TestResponse], rpc: StubRpc) -> None:
    rpc.answers["resync_many"] = {
        "ok": True, "moved": 46, "refused": {"already on its way": 1}, "message": "46 queued.",
    }  # fmt: skip
    path = "/connections/kauri/invoices/resync-cause"
    answer = api(path, "POST", "operator", json={"cause": CAUSE})
    assert answer.status_code == 200
    assert answer.get_json() == {
        "moved": 46, "refused": {"already on its way": 1}, "message": "46 queued.",
    }  # fmt: skip
    assert api(path, "POST", "viewer", json={"cause": CAUSE}).status_code == 403
    odd = api(path, "POST", "operator", json={})
    assert (odd.status_code, odd.content_type) == (422, "application/problem+json")


def test_texts_that_nobody_knew_are_listed_and_counted(
    api: Callable[..., TestResponse], operator: Visitor
) -> None:
    for number, shape in enumerate(("Odd thing {n}.", "Another '…'.")):
        UnknownRefusalDocument(
            id=f"kauri/{number}", connection="kauri", shape=shape, count=3 + number,
            first_at=NOW, last_at=NOW, example=f"Odd thing {number}.", autotask_id=49_010,
        ).save(force_insert=True)  # fmt: skip
    found = api("/connections/kauri/unknown-refusals").get_json()
    assert (found["total"], found["next_cursor"]) == (7, None)
    assert {(each["shape"], each["count"]) for each in found["items"]} == {
        ("Odd thing {n}.", 3),
        ("Another '…'.", 4),
    }
    metrics = operator.text("/metrics")
    assert 'counterfoil_unknown_refusals_total{connection="kauri"} 7.0' in metrics
    assert api("/connections/nobody/unknown-refusals").status_code == 404
