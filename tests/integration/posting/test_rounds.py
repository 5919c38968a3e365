"""The whole way to Xero and back, with every fault that the sandbox knows on it."""

from collections.abc import Callable
from datetime import UTC, timedelta
from itertools import count

import pytest

from core.store import checkpoints, connections, leases
from core.store.connect import server_now
from core.store.views.sent import sent
from tests.integration.posting.conftest import Books


def _writes(calls: list[dict[str, object]]) -> list[str]:
    return [f"{each['method']} {str(each['path']).split('/2.0/')[-1]}" for each in calls]


def test_what_waits_is_in_xero_after_one_round_and_a_few_calls(books: Books) -> None:
    calls = books.post()
    assert books.tenant.standings() == {"complete": 30}
    books.assert_exactly_once()
    assert len(calls) <= 6
    assert not [call for call in calls if call["refused_by"] or call["status"] != 200]
    (run,) = books.server.sync_runs.find({"job": "post"})
    assert (run["outcome"], run["counts"]) == ("ok", {"sent": 30, "compared": 0, "faults": 0})
    assert run["started_at"] <= run["finished_at"]
    assert run["_id"] in books.server.log_entries.distinct("run_id", {"code": "POSTED"})


def test_what_went_to_xero_of_a_record_is_cut_out_of_the_frozen_request(books: Books) -> None:
    books.post()
    for invoice in books.server.invoices.find({}):
        row = sent("kauri", invoice["autotask_id"])
        assert row
        number = row.document.get("InvoiceNumber") or row.document["CreditNoteNumber"]
        assert number == invoice["number"]
        assert (row.method, row.state, row.sends) == ("PUT", "closed", 1)
    line = books.server.log_entries.find_one({"code": "POSTED"})
    assert line
    of_the_line = sent("kauri", line["autotask_id"])
    assert of_the_line
    assert of_the_line.batch_id == line["detail"]["batch_id"]
    assert sent("kauri", 999_999) is None


def test_a_round_without_work_costs_nothing(books: Books) -> None:
    books.post()
    assert books.post() == []
    assert books.server.sync_runs.count_documents({"job": "post"}) == 1


def test_each_step_stands_in_the_log_without_a_secret(books: Books) -> None:
    calls = books.post()
    lines = list(books.server.log_entries.find({"service": "xero_posting"}))
    assert sum(line["code"] == "XERO_CALL" for line in lines) >= len(calls)
    assert sum(line["code"] == "POSTED" for line in lines) == 30
    stored = str(lines) + str(list(books.server.batches.find()))
    tokens = [call["headers"].get("Authorization", "") for call in calls]
    assert all(token.startswith("sha256:") for token in tokens)
    assert "Bearer" not in stored


@pytest.mark.parametrize(
    "fault",
    [
        {"name": "drop_before_commit"},
        {"name": "drop_after_commit"},
        {"name": "error_before_commit"},
        {"name": "error_after_commit"},
        {"name": "late_commit", "seconds": 1},
        {"name": "reset_mid_response"},
        {"name": "truncated_body"},
        {"name": "html_body"},
        {"name": "unavailable"},
        {"name": "maintenance"},
        {"name": "rate_limited_minute", "retry_after": 1},
        {"name": "rate_limited_concurrent"},
        {"name": "token_expired"},
        {"name": "disconnected"},
    ],
    ids=lambda fault: fault["name"],
)
@pytest.mark.parametrize("endpoint", ["PUT Invoices", "PUT Contacts"])
def test_whatever_happens_to_a_call_there_is_one_document_of_each(
    books: Books, fault: dict[str, object], endpoint: str
) -> None:
    books.xero.arm(endpoint=endpoint, calls=1, **fault)  # type: ignore[arg-type]
    books.settle()
    assert books.tenant.standings() == {"complete": 30}
    books.assert_exactly_once()
    contacts = [each["Name"].casefold() for each in books.xero.door("GET", "state")["Contacts"]]
    assert len(contacts) == len(set(contacts))


def test_three_lost_answers_in_a_row_are_looked_up(books: Books) -> None:
    books.xero.arm("error_after_commit", "PUT Invoices", calls=3)
    books.settle()
    books.assert_exactly_once()
    assert "LOOKED_UP" in books.tenant.log_codes()


def test_an_outage_is_shown_logged_once_and_left_alone_for_a_while(books: Books) -> None:
    books.xero.arm("error_before_commit", calls=100)
    books.post()
    found = books.server.connections.find_one({"_id": "kauri"})
    assert found["xero_health"]["state"] == "down"
    next_run_at = checkpoints.load("kauri", "post").next_run_at
    assert next_run_at
    assert next_run_at > books.tenant.now()
    before = books.xero.last_request()
    books.come_round()
    assert books.xero.last_request() == before
    for _ in range(3):
        books.post()
    assert books.tenant.log_codes().count("XERO_DOWN") == 1
    failed = list(books.server.sync_runs.find({"job": "post"}))
    assert {run["outcome"] for run in failed} == {"failed"}
    assert all("0 sent" in run["message"] for run in failed)


def test_sync_now_where_the_clock_is_ahead_lets_posting_go_on(books: Books) -> None:
    books.xero.arm("error_before_commit", calls=100)
    books.post()
    books.xero.door("DELETE", "faults")
    books.tenant.offset = timedelta(hours=5)
    assert books.tenant.rounds.sync_now("kauri")["started"]
    books.come_round()
    assert books.tenant.standings() == {"complete": 30}


def test_an_organization_that_was_disconnected_is_shown_and_nothing_is_lost(
    books: Books,
) -> None:
    books.xero.arm("disconnected", calls=100)
    books.post()
    found = books.server.connections.find_one({"_id": "kauri"})
    assert found["xero_health"]["state"] == "disconnected"
    assert "Connect Xero again" in found["xero_health"]["message"]
    assert books.tenant.standings() == {"pending_sync": 30}
    books.xero.door("DELETE", "faults")
    assert books.give_consent()["ok"]
    books.settle()
    books.assert_exactly_once()


def test_a_paused_connection_sends_nothing(books: Books) -> None:
    connections.set_state("kauri", "paused", books.tenant.now())
    assert books.post() == []
    assert books.tenant.standings() == {"pending_sync": 30}
    connections.set_state("kauri", "active", books.tenant.now())
    books.post()
    assert books.tenant.standings() == {"complete": 30}


def test_while_another_instance_posts_this_one_does_not(books: Books) -> None:
    assert leases.acquire("kauri/post", 15)
    assert books.post() == []


def test_an_unconnected_organization_gets_nothing(open_books: Callable[..., Books]) -> None:
    books = open_books()
    books.tenant.look()
    assert books.post() == []
    assert books.tenant.standings() == {"pending_sync": 30}


def test_an_archived_account_is_a_fault_with_xeros_words_and_mends_by_resync(books: Books) -> None:
    books.post()
    (autotask_id,) = books.tenant.bill(1)
    books.tenant.look()
    account = next(line["billing_code"] for line in books.tenant.invoice(autotask_id)["lines"])
    connection = connections.get("kauri")
    assert connection
    code = connection.settings.accounts[account]
    books.xero.door(
        "POST", "edit", {"entity": "Accounts", "id": code, "fields": {"Status": "ARCHIVED"}}
    )
    books.post()
    fault = books.tenant.invoice(autotask_id)["fault"]
    assert fault["code"] == "ACCOUNT_ARCHIVED"
    assert code in fault["message"]
    assert "archived" in fault["vendor_text"]
    books.xero.door(
        "POST", "edit", {"entity": "Accounts", "id": code, "fields": {"Status": "ACTIVE"}}
    )
    assert books.people.resync(books.request(autotask_id))["ok"]
    books.tenant.look()
    books.post()
    assert books.tenant.invoice(autotask_id)["status"] == "complete"
    books.assert_exactly_once()


@pytest.mark.parametrize(
    ("fault", "state", "minutes"),
    [
        # Every twenty minutes the tokens are looked after, which costs no call.
        ({"name": "rate_limited_day", "retry_after": 7_200}, "limited_day", 19),
        ({"name": "maintenance"}, "maintenance", 4),
    ],
    ids=["day", "maintenance"],
)
def test_a_trouble_of_xeros_own_is_shown_and_waited_out(
    books: Books, fault: dict[str, object], state: str, minutes: int
) -> None:
    books.xero.arm(calls=100, **fault)  # type: ignore[arg-type]
    books.post()
    found = books.server.connections.find_one({"_id": "kauri"})
    assert found["xero_health"]["state"] == state
    next_run_at = checkpoints.load("kauri", "post").next_run_at
    assert next_run_at
    assert next_run_at > books.tenant.now() + timedelta(minutes=minutes)
    assert books.tenant.standings() == {"pending_sync": 30}
    books.xero.door("DELETE", "faults")
    books.settle()
    books.assert_exactly_once()
    found = books.server.connections.find_one({"_id": "kauri"})
    assert found["xero_health"]["state"] == "ok"


def test_xeros_own_numbers_are_kept_and_a_lost_answer_is_found_by_our_mark(
    open_books: Callable[..., Books],
) -> None:
    books = open_books(numbering="xero")
    assert books.give_consent()["ok"]
    books.tenant.look()
    books.xero.arm("error_after_commit", "PUT Invoices", calls=1)
    books.xero.arm("error_after_commit", "PUT CreditNotes", calls=1)
    for _ in range(12):
        books.post()
        if not books._is_open():
            break
        books.age_batches(3)
    assert books.tenant.standings() == {"complete": 30}
    complete = list(books.server.invoices.find({"status": "complete"}))
    state = books.xero.door("GET", "state")
    made = {
        each.get("InvoiceID") or each["CreditNoteID"]: each
        for each in [*state["Invoices"], *state["CreditNotes"]]
        if each["Status"] != "DELETED"
    }
    assert {each["xero_id"] for each in complete} == set(made)
    assert len(made) == 30
    for each in complete:
        found = made[each["xero_id"]]
        assert each["xero_number"] == found.get("InvoiceNumber", found.get("CreditNoteNumber"))
        carried = f"{found.get('Url', '')} {found.get('Reference', '')}"
        assert f"/{each['autotask_id']}" in carried


def test_several_batches_are_under_way_at_once_and_nothing_is_sent_twice(
    open_books: Callable[..., Books],
) -> None:
    books = open_books(batch_size=3)
    assert books.give_consent()["ok"]
    books.tenant.look()
    calls = books.post()
    assert books.tenant.standings() == {"complete": 30}
    books.assert_exactly_once()
    writes = [each for each in calls if each["method"] == "PUT" and "Invoices" in each["path"]]
    assert len(writes) >= 9
    assert not [call for call in calls if call["status"] == 429]


def test_a_clock_that_is_set_within_a_round_moves_no_instant_of_the_ledger(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, looks = server_now(), count()
    monkeypatch.setattr(books.tenant, "now", lambda: began + timedelta(minutes=10) * next(looks))
    books.come_round()
    assert next(looks) > 1
    sent = [batch["last_sent_at"] for batch in books.server.batches.find()]
    moved = [each["history"][-1]["at"] for each in books.server.invoices.find()]
    instants = [each.replace(tzinfo=UTC) for each in sent + moved]
    assert began <= min(instants) <= max(instants) <= server_now()
