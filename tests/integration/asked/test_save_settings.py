"""Options are checked, saved as a whole, told and rung; or refused with every problem."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.domain.organisation_lists import ListKind
from core.domain.records import Connection
from core.domain.reference_data import Account
from core.domain.setting_merge import SettingChange
from core.runtime.answers import Answer
from core.store import (
    connections,
    options,
    organisation_lists,
    reference_data,
    setting_changes,
)
from core.store.sealing import Sealer
from services.xero_posting.lists.reading import older_than
from services.xero_posting.options import checking
from services.xero_posting.options.save import SaveSettings, Wish
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


def save(
    saving: SaveSettings, connection_id: str, changes: Mapping[str, object], by: str
) -> Answer:
    return saving.save(connection_id, Wish(by, changes))


def _due_days() -> int:
    connection = connections.get("kauri")
    assert connection
    return connection.settings.due_days


def test_a_change_leaves_the_other_options_alone(office: Office, saving: SaveSettings) -> None:
    answer = save(saving, "kauri", {"due_days": 7}, "ada")
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
    answer = save(saving, "kauri", {"due_days": 7, "accounts": {"Labor": "204"}}, "ada")
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
    answer = save(saving, "kauri", {"due_days": 7}, "ada")
    assert (answer["saved"], _due_days()) == (True, 7)
    (told,) = answer["problems"]
    assert (told["option"], told["value"], told["standing"]) == ("accounts", "204", True)
    rows = {"Labor": "200", "Legacy Hosting": "204", "Travel": "200"}
    assert save(saving, "kauri", {"accounts": rows}, "ada")["saved"]
    answer = save(saving, "kauri", {"accounts": rows | {"Travel": "204"}}, "ada")
    assert answer["saved"] is False
    assert [each["standing"] for each in answer["problems"]] == [True, False]


def test_an_account_that_was_made_in_xero_a_moment_ago_can_be_saved(
    office: Office, saving: SaveSettings, xero: Bookkeeper
) -> None:
    office.pass_time(minutes=5)
    xero.accounts.append(Account("205", "Brand-new", "ACTIVE", "REVENUE"))
    answer = save(saving, "kauri", {"accounts": {"Labor": "205"}}, "ada")
    assert (answer["saved"], answer["problems"], answer["not_read"]) == (True, [], [])


def test_an_account_that_was_archived_meanwhile_is_refused(
    office: Office, saving: SaveSettings, xero: Bookkeeper
) -> None:
    office.pass_time(minutes=11)
    xero.accounts = [replace(each, status="ARCHIVED") for each in xero.accounts]
    answer = save(saving, "kauri", {"default_account": "200"}, "ada")
    assert answer["saved"] is False
    assert [each["option"] for each in answer["problems"] if not each["standing"]] == [
        "default_account"
    ]


def test_while_xero_does_not_answer_the_stored_lists_count_and_the_answer_says_so(
    office: Office, saving: SaveSettings, xero: Bookkeeper
) -> None:
    office.pass_time(minutes=11)
    xero.is_silent = True
    answer = save(saving, "kauri", {"default_account": "204"}, "ada")
    assert answer["saved"] is False
    assert "xero_account" in answer["not_read"]
    assert len(xero.asked) == 1
    answer = save(saving, "kauri", {"default_account": "200"}, "ada")
    assert answer["saved"]
    assert "xero_account" in answer["not_read"]


def test_what_the_form_forbids_is_a_problem_too(saving: SaveSettings) -> None:
    answer = save(saving, "kauri", {"due_days": -1, "colour": "red"}, "ada")
    assert answer["saved"] is False
    assert {each["option"] for each in answer["problems"]} == {"due_days", "colour"}


def test_two_at_the_same_time_do_not_undo_each_other(
    saving: SaveSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checking.check

    def meanwhile(*arguments: object) -> object:
        monkeypatch.setattr(checking, "check", check)
        assert save(saving, "kauri", {"due_days": 9}, "bob")["saved"]
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check", meanwhile)
    answer = save(saving, "kauri", {"due_days": 7}, "ada")
    assert answer["problem"]["code"] == "conflict"
    assert _due_days() == 9


def test_an_unknown_connection_is_told(saving: SaveSettings) -> None:
    assert save(saving, "nobody", {}, "ada")["problem"]["code"] == "not_found"
    assert options.stored("nobody") is None


def test_a_route_has_to_name_a_connection_of_the_same_autotask(
    office: Office, saving: SaveSettings
) -> None:
    told = {"route_by": "company_field", "routes": {"South": "rata"}}
    answer = save(saving, "kauri", told, "mere")
    assert not answer["saved"]
    (found,) = answer["problems"]
    assert (found["option"], found["value"], found["blocks"]) == ("routes", "rata", True)
    office.connect("rata")
    office.server.connections.update_one({"_id": "rata"}, {"$set": {"autotask_of": "kauri"}})
    assert save(saving, "kauri", told, "mere")["saved"]
    refused = save(saving, "rata", told, "mere")
    assert not refused["saved"]
    assert "connection kauri" in refused["problems"][0]["message"]


def test_a_company_type_that_autotask_does_not_have_is_refused_once_its_list_is_known(
    office: Office, saving: SaveSettings
) -> None:
    answer = save(saving, "kauri", {"skip_company_types": ["Testkonto"]}, "ada")
    (told,) = answer["problems"]
    assert (answer["saved"], told["option"], told["blocks"]) == (True, "skip_company_types", False)
    types = {"1": {"autotask_id": 1, "name": "Kunde"}, "7": {"autotask_id": 7, "name": "Lieferant"}}
    reference_data.replace("kauri", "company_type", types, office.now())
    answer = save(saving, "kauri", {"skip_company_types": ["Lieferant", "Vendor"]}, "ada")
    assert answer["saved"] is False
    assert "Kunde, Lieferant" in answer["problems"][0]["message"]
    assert save(saving, "kauri", {"skip_company_types": ["7"]}, "ada")["saved"]


def _row(option: str, key: str, value: str | None) -> dict[str, Any]:
    return {"option": option, "key": [key], "value": value}


def _accounts() -> dict[str, str]:
    connection = connections.get("kauri")
    assert connection
    return connection.settings.accounts


def test_rows_of_one_table_changed_by_two_people_are_both_kept(saving: SaveSettings) -> None:
    seen = options.stored("kauri")
    assert seen
    hers = Wish("ada", rows=(_row("accounts", "Hardware", "200"),), based_on=seen.version)
    his = Wish("bob", rows=(_row("accounts", "Travel", "200"),), based_on=seen.version)
    assert saving.save("kauri", hers)["saved"]
    assert saving.save("kauri", his)["saved"]
    assert _accounts() == {"Labor": "200", "Hardware": "200", "Travel": "200"}


def test_the_same_row_changed_by_two_people_is_told_and_nothing_is_saved(
    saving: SaveSettings, xero: Bookkeeper, office: Office
) -> None:
    xero.accounts.append(Account("205", "Hardware", "ACTIVE", "REVENUE"))
    organisation_lists.save_accounts("kauri", xero.accounts, office.now())
    hers = Wish("ada", rows=(_row("accounts", "Hardware", "200"),), based_on=0)
    his = Wish(
        "bob",
        {"due_days": 9},
        rows=(_row("accounts", "Hardware", "205"),),
        based_on=0,
    )
    assert saving.save("kauri", hers)["version"] == 1
    answer = saving.save("kauri", his)
    assert answer["saved"] is False
    (told,) = answer["conflicts"]
    assert (told["option"], told["key"]) == ("accounts", ["Hardware"])
    assert (told["mine"], told["theirs"], told["by"]) == ("205", "200", "ada")
    assert (_accounts()["Hardware"], _due_days()) == ("200", 20)
    again = Wish("bob", rows=his.rows, based_on=1)
    assert saving.save("kauri", again)["saved"]
    assert _accounts()["Hardware"] == "205"


def test_a_view_of_hundreds_of_saves_ago_is_to_be_looked_at_again(
    office: Office, saving: SaveSettings
) -> None:
    office.server.connections.update_one({"_id": "kauri"}, {"$set": {"settings_version": 301}})
    refused = saving.save("kauri", Wish("ada", {"due_days": 9}, based_on=0))
    assert refused["problem"]["code"] == "conflict"
    assert "saved 301 times since" in refused["problem"]["message"]
    assert saving.save("kauri", Wish("ada", {"due_days": 9}, based_on=1))["saved"]


def test_a_whole_table_on_an_older_view_changes_only_the_rows_that_its_person_changed(
    saving: SaveSettings,
) -> None:
    assert saving.save("kauri", Wish("ada", rows=(_row("accounts", "Travel", "200"),)))["saved"]
    stale = {"Labor": "200", "Hardware": "200"}
    assert saving.save("kauri", Wish("bob", {"accounts": stale}, based_on=0))["saved"]
    assert _accounts() == {"Labor": "200", "Travel": "200", "Hardware": "200"}


def test_every_save_stands_in_the_history_with_who_and_why(saving: SaveSettings) -> None:
    wish = Wish("ada", {"due_days": 9}, rows=(_row("accounts", "Labor", None),), reason="new year")
    saving.save("kauri", wish)
    saving.save("kauri", Wish("bob", {"due_days": 9}))
    (told,) = setting_changes.since("kauri", 0)
    assert (told.version, told.by, told.reason) == (1, "ada", "new year")
    assert {(each.address, each.before, each.after) for each in told.changes} == {
        (("accounts", "Labor"), "200", None),
        (("due_days",), 20, 9),
    }


def test_a_save_whose_history_was_lost_to_a_crash_is_found_beside_the_options(
    saving: SaveSettings, office: Office
) -> None:
    saving.save("kauri", Wish("ada", {"due_days": 9}))
    office.server.setting_changes.delete_many({})
    stored = options.stored("kauri")
    assert stored
    assert [each.by for each in setting_changes.since("kauri", 0, stored.newest)] == ["ada"]
    saving.save("kauri", Wish("bob", {"due_days": 10}))
    assert [each.by for each in setting_changes.since("kauri", 0)] == ["bob", "ada"]


def test_a_row_that_leads_nowhere_is_refused(saving: SaveSettings) -> None:
    assert saving.save("kauri", Wish("ada", rows=({"key": ["Labor"]},)))["problem"]["message"]
    answer = saving.save("kauri", Wish("ada", rows=(_row("due_days", "x", "1"),)))
    assert answer["problem"]["code"] == "invalid"


def test_a_file_that_is_applied_stands_in_the_history_once(
    office: Office, saving: SaveSettings
) -> None:
    stored = options.stored("kauri")
    assert stored
    file = {
        "id": "kauri", "name": "Kauri", "autotask": {"same_as": "kauri"},
        "settings": stored.settings | {"due_days": 45},
    }  # fmt: skip
    for _ in range(2):
        connections.ensure(file, Sealer(Fernet.generate_key().decode()), office.now())
    (told,) = setting_changes.since("kauri", 0)
    assert (told.version, told.by) == (1, "the command line")
    late = Wish("ada", {"due_days": 50}, based_on=0)
    assert saving.save("kauri", late)["conflicts"][0]["theirs"] == 45


def test_a_file_that_was_overtaken_stands_behind_who_was_faster(
    office: Office, saving: SaveSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored, change_to = options.stored("kauri"), options.change_to
    assert stored
    faster = [Wish("ada", {"due_days": 10})]

    def overtaken(*given: Any) -> SettingChange | None:
        if faster:
            assert saving.save("kauri", faster.pop())["saved"]
        return change_to(*given)

    monkeypatch.setattr(options, "change_to", overtaken)
    file = {
        "id": "kauri", "name": "Kauri", "autotask": {"same_as": "kauri"},
        "settings": stored.settings | {"due_days": 45},
    }  # fmt: skip
    connections.ensure(file, Sealer(Fernet.generate_key().decode()), office.now())
    told = [(each.version, each.by) for each in setting_changes.since("kauri", 0)]
    assert told == [(2, "the command line"), (1, "ada")]
    after = options.stored("kauri")
    assert after
    assert (after.version, after.settings["due_days"]) == (2, 45)


def test_names_that_look_like_commands_of_the_database_are_only_names(
    saving: SaveSettings,
) -> None:
    names = ("$5 voucher", "a.b", "$set", "accounts.x", "'; --")
    for version, name in enumerate(names):
        wish = Wish("ada", rows=(_row("accounts", name, "200"),), based_on=version)
        assert saving.save("kauri", wish)["saved"], name
    assert set(_accounts()) == {"Labor", *names}
    assert saving.save("kauri", Wish("ada", rows=(_row("accounts", "$set", None),)))["saved"]
    refused = saving.save("kauri", Wish("ada", rows=(_row("accounts", "a\x00b", "200"),)))
    assert (refused["saved"], refused["problems"][0]["option"]) == (False, "accounts")
