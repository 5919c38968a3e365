"""Options are checked, saved as a whole, told and rung; or refused with every problem."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.organisation_lists import ListKind
from core.domain.records import Connection
from core.domain.reference_data import Account
from core.store import connections, options, organisation_lists, reference_data
from services.xero_posting.lists.reading import older_than
from services.xero_posting.options import checking
from services.xero_posting.options.save import SaveSettings
from tests.integration.asked.conftest import Office


class Bookkeeper:
    """What Xero has now, and whether it answers."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.accounts: list[Account] = []
        self.is_silent = False
        self.asked: list[timedelta] = []

    def freshen(
        self, connection: Connection, kinds: Collection[ListKind], age: timedelta
    ) -> frozenset[ListKind]:
        aged = older_than(age, connection.id, kinds, self.office.now)
        self.asked.append(age)
        if self.is_silent:
            return frozenset(aged)
        if ListKind.ACCOUNTS in aged:
            organisation_lists.save_accounts(connection.id, self.accounts, self.office.now())
        return frozenset()


@pytest.fixture
def xero(office: Office) -> Bookkeeper:
    return Bookkeeper(office)


@pytest.fixture
def saving(office: Office, xero: Bookkeeper) -> SaveSettings:
    xero.accounts = [
        Account("200", "Sales", "ACTIVE", "REVENUE"),
        Account("204", "Old sales", "ARCHIVED", "REVENUE"),
    ]
    organisation_lists.save_accounts("kauri", xero.accounts, office.now())
    return SaveSettings(office.journal_for, office.announce, office.now, xero.freshen)


def _due_days() -> int:
    connection = connections.get("kauri")
    assert connection
    return connection.settings.due_days


def test_a_change_leaves_the_other_options_alone(office: Office, saving: SaveSettings) -> None:
    answer = saving.save("kauri", {"due_days": 7}, "ada")
    assert (answer["ok"], answer["saved"], answer["changed"]) == (True, True, ["due_days"])
    connection = connections.get("kauri")
    assert connection
    assert connection.settings.due_days == 7
    assert connection.settings.accounts == {"Labor": "200"}
    assert office.bells("connection_changed") == [{"connection_id": "kauri"}]
    assert [line["message"] for line in office.written] == ["ada changed due_days."]


def test_an_archived_account_is_refused_and_nothing_is_saved(
    office: Office, saving: SaveSettings
) -> None:
    answer = saving.save("kauri", {"due_days": 7, "accounts": {"Labor": "204"}}, "ada")
    assert answer["saved"] is False
    (problem,) = answer["problems"]
    assert problem["option"] == "accounts"
    assert "204" in problem["message"]
    assert _due_days() == 20
    assert office.rung == []


def test_what_was_wrong_before_keeps_nobody_from_changing_something_else(
    office: Office, saving: SaveSettings
) -> None:
    """The demo has a row for account 204, which its bookkeeper archived."""
    office.server.connections.update_one(
        {"_id": "kauri"}, {"$set": {"settings.accounts": {"Labor": "200", "Legacy Hosting": "204"}}}
    )
    answer = saving.save("kauri", {"due_days": 7}, "ada")
    assert (answer["saved"], _due_days()) == (True, 7)
    (told,) = answer["problems"]
    assert (told["option"], told["value"], told["standing"]) == ("accounts", "204", True)
    rows = {"Labor": "200", "Legacy Hosting": "204", "Travel": "200"}
    assert saving.save("kauri", {"accounts": rows}, "ada")["saved"]
    answer = saving.save("kauri", {"accounts": rows | {"Travel": "204"}}, "ada")
    assert answer["saved"] is False
    assert [each["standing"] for each in answer["problems"]] == [True, False]


def test_an_account_that_was_made_in_xero_a_moment_ago_can_be_saved(
    office: Office, saving: SaveSettings, xero: Bookkeeper
) -> None:
    office.pass_time(minutes=5)
    xero.accounts.append(Account("205", "Brand-new", "ACTIVE", "REVENUE"))
    answer = saving.save("kauri", {"accounts": {"Labor": "205"}}, "ada")
    assert (answer["saved"], answer["problems"], answer["not_read"]) == (True, [], [])


def test_an_account_that_was_archived_meanwhile_is_refused(
    office: Office, saving: SaveSettings, xero: Bookkeeper
) -> None:
    office.pass_time(minutes=11)
    xero.accounts = [replace(each, status="ARCHIVED") for each in xero.accounts]
    answer = saving.save("kauri", {"default_account": "200"}, "ada")
    assert answer["saved"] is False
    assert [each["option"] for each in answer["problems"] if not each["standing"]] == [
        "default_account"
    ]


def test_while_xero_does_not_answer_the_stored_lists_count_and_the_answer_says_so(
    office: Office, saving: SaveSettings, xero: Bookkeeper
) -> None:
    office.pass_time(minutes=11)
    xero.is_silent = True
    answer = saving.save("kauri", {"default_account": "204"}, "ada")
    assert answer["saved"] is False
    assert "xero_account" in answer["not_read"]
    assert len(xero.asked) == 1
    answer = saving.save("kauri", {"default_account": "200"}, "ada")
    assert answer["saved"]
    assert "xero_account" in answer["not_read"]


def test_what_the_form_forbids_is_a_problem_too(saving: SaveSettings) -> None:
    answer = saving.save("kauri", {"due_days": -1, "colour": "red"}, "ada")
    assert answer["saved"] is False
    assert {each["option"] for each in answer["problems"]} == {"due_days", "colour"}


def test_two_at_the_same_time_do_not_undo_each_other(
    saving: SaveSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checking.check

    def meanwhile(*arguments: object) -> object:
        monkeypatch.setattr(checking, "check", check)
        assert saving.save("kauri", {"due_days": 9}, "bob")["saved"]
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check", meanwhile)
    answer = saving.save("kauri", {"due_days": 7}, "ada")
    assert answer["problem"]["code"] == "conflict"
    assert _due_days() == 9


def test_an_unknown_connection_is_told(saving: SaveSettings) -> None:
    assert saving.save("nobody", {}, "ada")["problem"]["code"] == "not_found"
    assert options.stored("nobody") is None


def test_a_route_has_to_name_a_connection_of_the_same_autotask(
    office: Office, saving: SaveSettings
) -> None:
    told = {"route_by": "company_field", "routes": {"South": "rata"}}
    answer = saving.save("kauri", told, "mere")
    assert not answer["saved"]
    (found,) = answer["problems"]
    assert (found["option"], found["value"], found["blocks"]) == ("routes", "rata", True)
    office.connect("rata")
    office.server.connections.update_one({"_id": "rata"}, {"$set": {"autotask_of": "kauri"}})
    assert saving.save("kauri", told, "mere")["saved"]
    refused = saving.save("rata", told, "mere")
    assert not refused["saved"]
    assert "connection kauri" in refused["problems"][0]["message"]


def test_a_company_type_that_autotask_does_not_have_is_refused_once_its_list_is_known(
    office: Office, saving: SaveSettings
) -> None:
    answer = saving.save("kauri", {"skip_company_types": ["Testkonto"]}, "ada")
    (told,) = answer["problems"]
    assert (answer["saved"], told["option"], told["blocks"]) == (True, "skip_company_types", False)
    types = {"1": {"autotask_id": 1, "name": "Kunde"}, "7": {"autotask_id": 7, "name": "Lieferant"}}
    reference_data.replace("kauri", "company_type", types, office.now())
    answer = saving.save("kauri", {"skip_company_types": ["Lieferant", "Vendor"]}, "ada")
    assert answer["saved"] is False
    assert "Kunde, Lieferant" in answer["problems"][0]["message"]
    assert saving.save("kauri", {"skip_company_types": ["7"]}, "ada")["saved"]
