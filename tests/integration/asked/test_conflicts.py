"""Two persons at one record: the second is told what the first did, and changes nothing."""

from collections.abc import Callable

import pytest

from core.domain.faults import make_fault
from core.runtime.answers import Answer
from services.xero_posting.people.removal import Removal
from services.xero_posting.people.requests import People, Request
from tests.factories.documents import NOON, make_invoice
from tests.integration.asked.conftest import Office
from tests.integration.store.conftest import all_at_once
from tests.integration.store.ledger import claim, look_again, store

ARCHIVED = make_fault("ACCOUNT_ARCHIVED", account="204")


@pytest.fixture
def people(office: Office) -> People:
    return People(office.journal_for, office.announce, office.now, "http://localhost")


@pytest.fixture
def removal(office: Office) -> Removal:
    return Removal(office.journal_for, office.announce, office.now)


def seen(office: Office) -> int:
    return len(office.invoice(1)["history"])


def asked(office: Office, by: str = "Mere", expected: int | None = None) -> Request:
    return Request("kauri", 1, by, None, seen(office) if expected is None else expected)


def refusal(answer: Answer) -> tuple[str, str]:
    return answer["problem"]["code"], answer["problem"]["message"]


def test_the_second_of_two_is_told_who_did_what_and_when(office: Office, people: People) -> None:
    store(1)
    office.stop(ARCHIVED, 1)
    mere = asked(office)
    assert people.skip(asked(office, "Omar"))["ok"]
    office.pass_time(seconds=20)
    assert refusal(people.resync(mere)) == (
        "conflict",
        "Omar skipped it 20 s ago. Nothing was changed.",
    )
    assert office.invoice(1)["status"] == "skipped"
    # A second press acts on what the person sees by then.
    assert people.resync(asked(office))["ok"]


def test_what_the_product_did_meanwhile_is_a_conflict_too(office: Office, people: People) -> None:
    store(1)
    mere = asked(office)
    office.pass_time(minutes=3)
    claim("b1", 1, at=office.clock)
    office.pass_time(minutes=2)
    assert refusal(people.skip(mere)) == (
        "conflict",
        "It went on 2 min ago: CLAIMED. Nothing was changed.",
    )


def test_a_press_is_named_and_not_what_the_product_did_after_it(
    office: Office, people: People
) -> None:
    store(1)
    office.stop(ARCHIVED, 1)
    mere = asked(office)
    assert people.resync(asked(office, "Omar"))["ok"]
    claim("b1", 1, at=office.clock)
    assert refusal(people.skip(mere)) == (
        "conflict",
        "Omar resynced it just now. Nothing was changed.",
    )


def test_a_look_that_changes_nothing_a_person_sees_is_no_conflict(
    office: Office, people: People
) -> None:
    store(1)
    mere, before = asked(office), office.invoice(1)["version"]
    office.server.invoices.update_one({"_id": "kauri/1"}, {"$set": {"look_again": True}})
    look_again(make_invoice(1), at=NOON)
    assert office.invoice(1)["version"] > before
    assert people.skip(mere)["ok"]


def test_without_what_was_seen_nothing_is_compared(office: Office, people: People) -> None:
    store(1)
    assert people.skip(Request("kauri", 1, "a program"))["ok"]


@pytest.mark.parametrize("by_whom", [("resync", "resync"), ("resync", "skip")])
def test_of_eight_at_once_one_wins(
    office: Office, people: People, by_whom: tuple[str, str]
) -> None:
    store(1)
    office.stop(ARCHIVED, 1)
    mere = asked(office)
    commands: list[Callable[[Request], Answer]] = [getattr(people, name) for name in by_whom]
    answers = all_at_once(lambda number: commands[number % 2](mere))
    assert [each["ok"] for each in answers].count(True) == 1
    assert {refusal(each)[0] for each in answers if not each["ok"]} == {"conflict"}
    assert seen(office) == 2


def test_what_is_removed_changes_in_nothing_else_and_comes_back(
    office: Office, people: People, removal: Removal
) -> None:
    store(1)
    office.stop(ARCHIVED, 1)
    before = office.invoice(1)
    assert removal.remove(asked(office))["ok"]
    hidden = office.invoice(1)
    assert hidden["removed_by"] == "Mere"
    assert {name: hidden[name] for name in ("status", "fault", "hold")} == {
        name: before[name] for name in ("status", "fault", "hold")
    }
    assert refusal(removal.remove(Request("kauri", 1, "Omar")))[1] == "It is off the list already."
    assert removal.bring_back(asked(office))["ok"]
    assert "removed_at" not in office.invoice(1)
    assert removal.remove(asked(office))["ok"]
    # Whatever happens to it next puts it on the list again.
    assert people.resync(asked(office))["ok"]
    assert "removed_at" not in office.invoice(1)
    assert office.invoice(1)["history"][-2]["code"] == "REMOVED"


def test_what_is_on_its_way_stays_on_the_list(office: Office, removal: Removal) -> None:
    store(1)
    assert "stays on the list" in refusal(removal.remove(asked(office)))[1]
    assert refusal(removal.remove(Request("kauri", 2, "Omar")))[0] == "not_found"
    office.stop(ARCHIVED, 1)
    stale = asked(office)
    removal.remove(asked(office, "Omar"))
    assert refusal(removal.remove(stale))[1].startswith("Omar removed it from the list just now.")
