"""The options for programs: read with their sentences, changed row by row, told where two meet."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from core.domain.connection_settings import ConnectionSettings
from core.store.views.options import options
from tests.factories.gateway_world import StubRpc
from tests.factories.world.options import saves_options
from tests.integration.gateway.configuration.conftest import EFFECT, Options

Api = Callable[..., TestResponse]


def _saving(rpc: StubRpc) -> None:
    rpc.answers["save_settings"] = saves_options
    rpc.answers["compare_settings"] = EFFECT


def test_every_option_comes_with_its_sentence_and_its_choices(rimu: Options, api: Api) -> None:
    found = api(f"/connections/{rimu.connection}/configuration").get_json()
    assert found["version"] == 2
    known = {each["name"]: each for section in found["sections"] for each in section["options"]}
    assert set(known) == set(ConnectionSettings.model_fields)
    assert (known["due_days"]["value"], known["due_days"]["usual"]) == (14, 20)
    assert {"value": "DRAFT", "says": "Draft: your bookkeeper approves it in Xero."} in (
        known["arrival_status"]["choices"]
    )
    assert all(each["says"] for each in known.values())


def test_a_table_is_read_with_use_money_and_suggestions(rimu: Options, api: Api) -> None:
    path = f"/connections/{rimu.connection}/mappings"
    first = api(f"{path}/accounts").get_json()["rows"][0]
    assert first["suggestion"].pop("why")
    assert first == {
        "key": ["Hardware"], "value": None, "name": None, "lines": 40, "faults": 2,
        "money": {"AUD": "900.00", "NZD": "12300.50"}, "state": "nothing yet: invoices stop",
        "suggestion": {"value": "220", "name": "Hardware", "percent": 100},
    }  # fmt: skip
    rows = api(f"{path}/tracking?category=Region").get_json()["rows"]
    assert {"Auckland", "Wellington"} == {each["key"][0] for each in rows}
    assert api(f"{path}/tracking?category=Nope").status_code == 404
    assert api(f"{path}/nonsense").status_code == 404
    assert api(f"{path}/accounts.csv").text.count("\n") == 9


def test_rows_are_changed_and_a_meeting_of_two_is_a_conflict(
    rimu: Options, api: Api, rpc: StubRpc
) -> None:
    _saving(rpc)
    path = f"/connections/{rimu.connection}/mappings/accounts"
    body = {"rows": [{"key": ["Hardware"], "value": "220"}], "based_on": 2, "reason": "r"}
    assert api(path, "PUT", "operator", json=body).status_code == 403
    assert api(path, "PUT", "admin", json=body).get_json()["changed"] == ["accounts"]
    assert options(rimu.connection).settings.accounts["Hardware"] == "220"
    body["rows"] = [{"key": ["Hardware"], "value": "200"}]
    answer = api(path, "PUT", "admin", json=body)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "conflict")
    (told,) = answer.get_json()["conflicts"]
    assert (told["key"], told["mine"], told["theirs"]) == (["Hardware"], "200", "220")
    gone = {"rows": [{"key": ["Hardware"], "value": None}]}
    assert api(path, "PUT", "admin", json=gone).status_code == 200
    assert "Hardware" not in options(rimu.connection).settings.accounts


def test_rows_that_cannot_be_are_refused_with_each_of_them(
    rimu: Options, api: Api, rpc: StubRpc
) -> None:
    _saving(rpc)
    path = f"/connections/{rimu.connection}/mappings/accounts"
    rows = [{"key": ["Hardware"], "value": "999"}, {"key": ["Travel"], "value": "204"}]
    told = api(path, "PUT", "admin", json={"rows": rows}).get_json()
    assert [each["message"] for each in told["errors"]] == [
        "Hardware: Xero has no account 999", "Travel: archived in Xero",
    ]  # fmt: skip
    wrong = {"rows": [{"key": ["a", "b"], "value": "200"}]}
    assert api(path, "PUT", "admin", json=wrong).status_code == 422


def test_the_effect_lists_what_would_have_gone_otherwise(
    rimu: Options, api: Api, rpc: StubRpc
) -> None:
    _saving(rpc)
    path = f"/connections/{rimu.connection}/configuration/effect"
    body = {"settings": {"default_account": "200"}, "count": 20}
    found = api(path, "POST", "operator", json=body).get_json()
    assert [each["autotask_id"] for each in found["invoices"]] == [54_001, 54_002]
    assert found["summary"] == EFFECT["summary"]
    (call,) = rpc.calls
    assert call[2]["changes"] == {"default_account": "200"}
    assert call[2]["count"] == 20
    assert api(path, "POST", "viewer", json=body).status_code == 403


def test_the_history_is_paged(rimu: Options, api: Api) -> None:
    path = f"/connections/{rimu.connection}/configuration/changes"
    first = api(f"{path}?limit=1").get_json()
    assert [each["version"] for each in first["items"]] == [2]
    rest = api(f"{path}?limit=1&below={first['next_cursor']}").get_json()
    assert [each["by"] for each in rest["items"]] == ["ada@kauri.example"]
    assert rest["next_cursor"] is None


def test_a_file_becomes_a_draft(rimu: Options, api: Api) -> None:
    path = f"/connections/{rimu.connection}/mappings/accounts/import"
    good = b"Autotask name,Xero code\nHardware,220\n"
    told = api(path, "POST", "admin", data=good, content_type="text/csv").get_json()
    assert told["changes"] == 1
    assert rimu.text(told["url"].removeprefix(rimu.base))
    bad = api(path, "POST", "admin", data=b"Autotask name,Xero code\nHardware,999\n")
    assert bad.status_code == 422
    assert bad.get_json()["errors"][0]["message"] == "Line 2: Hardware: Xero has no account 999."
    same = api(path, "POST", "admin", data=b"Autotask name,Xero code\nHardware,\n")
    assert same.status_code == 409
