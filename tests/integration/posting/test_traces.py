"""What preview promises is what is sent, and what is sent of a traced invoice can be read later."""

from core.clients.exact_json import load
from tests.integration.posting.conftest import Books


def test_the_previewed_payload_is_what_leaves_to_the_digit(books: Books) -> None:
    books.post()
    autotask_id = books.some_id(xero_kind="invoice")
    sent = {
        row["InvoiceNumber"]: row
        for call in books.xero.requests_since(0)
        if (call["method"], call["path"].rpartition("/")[2]) == ("PUT", "Invoices")
        for row in books.sent_rows(call)
    }
    told = books.people.preview("kauri", autotask_id)
    assert told["outcome"] == "update"
    (promised,) = load(told["payload"])["Invoices"]
    assert promised == sent[promised["InvoiceNumber"]]


def test_a_released_invoice_keeps_its_call_and_its_answer(books: Books) -> None:
    autotask_id = books.some_id(status="pending_sync")
    assert books.people.trace(books.request(autotask_id, "odd tax"))["ok"]
    before = books.tenant.invoice(autotask_id)
    assert {entry["kind"] for entry in before["trace"]} == {"decision"}
    assert books.people.release(books.request(autotask_id))["ok"]
    books.tenant.look()
    books.post()
    after = books.tenant.invoice(autotask_id)
    assert after["status"] == "complete"
    kinds = [entry["kind"] for entry in after["trace"]]
    assert kinds[-2:] == ["call", "answer"]
    assert after["number"] in after["trace"][-2]["body"]
    assert "Bearer" not in str(after["trace"])
    codes = [entry["code"] for entry in after["history"]]
    assert codes.index("TRACED") < codes.index("RELEASED") < codes.index("POSTED")
