"""What Diagnostic Mode records: only of traced records, bounded, without secrets."""

import pytest

from core.store.invoices.trace import LONGEST_BODY, MOST_ENTRIES, add_trace, trace_entry
from tests.factories.documents import NOON
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import store


def _traced(office: Office) -> None:
    store(1, 2)
    office.server.invoices.update_one({"_id": "kauri/1"}, {"$set": {"traced": True}})


def _entry(title: str = "PUT Invoices", body: str = "{}") -> dict[str, object]:
    return {"at": NOON, "kind": "call", "title": title, "body": body}


def test_a_traced_record_keeps_its_entries_in_order(office: Office) -> None:
    _traced(office)
    add_trace("kauri", 1, [_entry("one"), _entry("two")])
    add_trace("kauri", 1, [_entry("three")])
    assert [each["title"] for each in office.invoice(1)["trace"]] == ["one", "two", "three"]


def test_a_record_that_is_not_traced_keeps_nothing(office: Office) -> None:
    _traced(office)
    add_trace("kauri", 2, [_entry()])
    add_trace("kauri", 1, [])
    assert not office.invoice(2).get("trace")
    assert not office.invoice(1).get("trace")


def test_only_the_latest_entries_stay(office: Office) -> None:
    _traced(office)
    add_trace("kauri", 1, [_entry(str(number)) for number in range(MOST_ENTRIES + 7)])
    kept = office.invoice(1)["trace"]
    assert len(kept) == MOST_ENTRIES
    assert (kept[0]["title"], kept[-1]["title"]) == ("7", str(MOST_ENTRIES + 6))


def test_a_long_body_is_cut_and_says_so() -> None:
    body = trace_entry(NOON, "answer", "t", "x" * 100_000)["body"]
    assert len(body) == LONGEST_BODY
    assert "the whole is 100,000 characters long" in body


@pytest.mark.parametrize(
    "secret",
    [
        "Authorization: Bearer abc.def.ghi",
        '{"access_token": "abc.def.ghi", "expires_in": 1800}',
        "refresh_token=abc.def.ghi&grant_type=refresh_token",
        '{"Secret":"abc.def.ghi"}',
        "ApiIntegrationCode: abc.def.ghi",
    ],
)
def test_what_looks_like_a_secret_never_gets_in(secret: str) -> None:
    body = trace_entry(NOON, "call", "t", secret)["body"]
    assert "abc.def" not in body
    assert "(removed)" in body


def test_a_kind_that_no_screen_knows_is_a_bug() -> None:
    with pytest.raises(ValueError, match="gossip"):
        trace_entry(NOON, "gossip", "t", "b")
