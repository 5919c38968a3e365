"""An invoice that is not in the ledger is read, judged and simulated, and is not there afterwards."""

from typing import Any

from core.store import readings
from services.xero_posting.people.simulate_reading import SimulateReading
from tests.integration.posting.conftest import Books


def simulate(books: Books, autotask_id: int) -> dict[str, Any]:
    return SimulateReading(books.tenant.now, "http://localhost:1").of("kauri", autotask_id)


def test_what_is_read_aside_shows_its_document_and_enters_no_ledger(books: Books) -> None:
    books.server.invoices.delete_many({})
    checkpoints = list(books.server.checkpoints.find())
    before = books.tenant.sandbox.last_request()
    autotask_id = _some_invoice(books)
    answer = books.tenant.rounds.read_aside("kauri", autotask_id)
    assert (answer["ok"], answer["verdict"]["outcome"]) == (True, "come_in")
    asked = [call["path"] for call in books.tenant.sandbox.requests_since(before)]
    assert len(asked) <= 3
    told = simulate(books, autotask_id)
    assert told["outcome"] == "send"
    assert f'"InvoiceNumber":"{told["invoice"]["number"]}"' in told["payload"]
    assert told["verdict"]["outcome"] == "come_in"
    assert books.server.invoices.count_documents({}) == 0
    # Nothing was learned of it either, and no look was put off.
    assert list(books.server.checkpoints.find()) == checkpoints
    assert books.post() == []


def test_a_rule_keeps_it_out_and_the_document_shows_all_the_same(books: Books) -> None:
    autotask_id = _some_invoice(books)
    settings = "settings.start_on"
    books.server.connections.update_one({"_id": "kauri"}, {"$set": {settings: "2099-01-01"}})
    verdict = books.tenant.rounds.read_aside("kauri", autotask_id)["verdict"]
    assert verdict["outcome"] == "skip"
    told = simulate(books, autotask_id)
    assert (told["outcome"], told["verdict"]) == ("send", verdict)


def test_what_nobody_has_read_in_the_last_hour_is_not_simulated(books: Books) -> None:
    autotask_id = _some_invoice(books)
    assert simulate(books, autotask_id)["problem"]["code"] == "not_found"
    assert books.tenant.rounds.read_aside("kauri", 99_999_999)["problem"]["code"] == "not_found"
    assert books.tenant.rounds.read_aside("kauri", autotask_id)["ok"]
    books.tenant.offset += readings.KEPT
    assert simulate(books, autotask_id)["problem"]["code"] == "not_found"


def _some_invoice(books: Books) -> int:
    """One of Autotask's that has a number, lines and money on them."""
    state = books.tenant.sandbox.door("GET", "state")
    with_lines = {item["invoiceID"] for item in state["BillingItems"]}
    return next(
        int(each["id"])
        for each in state["Invoices"]
        if each["id"] in with_lines
        and each["invoiceNumber"]
        and each["invoiceTotal"] > 0
        and not each["isVoided"]
    )
