"""An invoice that lives in another connection of the same Autotask is not taken back here."""

from collections.abc import Callable

import pytest

from core.domain.admission import Skipped
from core.runtime.answers import Answer
from services.xero_posting.people.requests import People, Request
from services.xero_posting.people.resync_many import ResyncMany
from tests.factories.documents import PUBLIC_URL
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import claim, store

GONE = Skipped("ROUTED_ELSEWHERE", "Routed to connection Sydney (sydney).")


@pytest.fixture
def people(office: Office) -> People:
    return People(office.journal_for, office.announce, office.now, PUBLIC_URL)


@pytest.mark.parametrize(
    "ask", [People.resync, People.unskip, People.trace], ids=["resync", "unskip", "trace"]
)
def test_no_request_of_a_person_brings_it_back(
    office: Office, people: People, ask: Callable[[People, Request], Answer]
) -> None:
    store(1, verdict=GONE)
    before = office.invoice(1)
    answer = ask(people, Request("kauri", 1, "mere"))
    assert answer["problem"]["code"] == "conflict"
    assert answer["problem"]["message"] == "Routed to connection Sydney (sydney). It goes on there."
    assert office.invoice(1) == before


def test_a_resync_of_many_leaves_it_alone_and_counts_it(office: Office) -> None:
    store(1, verdict=GONE)
    store(2, verdict=Skipped("NO_SYNC", "Marked."))
    many = ResyncMany(office.journal_of, office.announce, office.now)
    answer = many.resync("kauri", "mere", ids=[1, 2])
    assert (answer["moved"], answer["refused"]) == (1, {"routed to another connection": 1})
    assert office.invoice(1)["status"] == "skipped"


def test_what_has_no_route_is_not_sent_even_when_the_wait_for_fresh_data_is_over(
    office: Office, people: People
) -> None:
    store(1, 2)
    office.server.invoices.update_one({"_id": "kauri/1"}, {"$set": {"unrouted": True}})
    office.pass_time(days=1)
    assert people.skip(Request("kauri", 1, "mere"))["ok"]
    assert people.unskip(Request("kauri", 1, "mere"))["ok"]
    office.pass_time(days=1)
    assert [each.autotask_id for each in claim("batch", 1, 2, at=office.now())] == [2]
