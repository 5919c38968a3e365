"""Options are checked, saved as a whole, told and rung; or refused with every problem."""

import pytest

from core.domain.reference_data import Account
from core.store import connections, options, organisation_lists
from services.xero_posting.options import checking
from services.xero_posting.options.save import SaveSettings
from tests.integration.asked.conftest import Office


@pytest.fixture
def saving(office: Office) -> SaveSettings:
    accounts = [
        Account("200", "Sales", "ACTIVE", "REVENUE"),
        Account("204", "Old sales", "ARCHIVED", "REVENUE"),
    ]
    organisation_lists.save_accounts("kauri", accounts, office.now())
    return SaveSettings(office.journal_for, office.announce, office.now)


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
