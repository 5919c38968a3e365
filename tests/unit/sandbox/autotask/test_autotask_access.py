from typing import Any

import pytest
from werkzeug.test import TestResponse

HEADERS = {"ApiIntegrationCode": "CODE", "UserName": "api@kauri.example", "Secret": "s#e$c"}
PATH = "/atservicesrest/v1.0/Companies/0"


def answered(api: Any, **changes: str | None) -> TestResponse:
    headers = {name: value for name, value in {**HEADERS, **changes}.items() if value is not None}
    answer: TestResponse = api.client.get(PATH, headers=headers)
    return answer


def test_the_three_headers_let_in(api: Any) -> None:
    assert answered(api).status_code == 200
    assert answered(api, UserName="API@Kauri.example").status_code == 200


@pytest.mark.parametrize("secret", ["s#e$x", "", None, "s"])
def test_a_wrong_secret_of_a_known_user_is_401(api: Any, secret: str | None) -> None:
    assert answered(api, Secret=secret).status_code == 401


@pytest.mark.parametrize("header", ["UserName", "ApiIntegrationCode"])
@pytest.mark.parametrize("value", ["nobody", None])
def test_an_unknown_user_or_integration_is_500(api: Any, header: str, value: str | None) -> None:
    answer = answered(api, **{header: value})
    assert answer.status_code == 500
    assert list(answer.json) == ["errors"]  # type: ignore[arg-type]


def test_the_zone_of_the_user_is_the_sandbox_itself_and_needs_no_headers(api: Any) -> None:
    path = "/atservicesrest/v1.0/zoneInformation?user=api%40kauri.example"
    zone = api.client.get(path, base_url="http://127.0.0.1:28999").json
    assert zone["url"] == "http://127.0.0.1:28999/ATServicesRest/"
    assert set(zone) == {"zoneName", "url", "webUrl", "ci"}


@pytest.mark.parametrize("user", ["", "nobody@kauri.example"])
def test_the_zone_of_nobody_cannot_be_determined(api: Any, user: str) -> None:
    answer = api.client.get(f"/ATSERVICESREST/V1.0/ZONEINFORMATION?user={user}")
    assert answer.status_code == 500
    assert answer.json == {"errors": ["Zone information could not be determined"]}


def test_versions_need_no_headers(api: Any) -> None:
    answer = api.client.get("/atservicesrest/VersionInformation")
    assert answer.json == {"apiVersions": ["V1.0"]}


def test_paths_are_case_insensitive(api: Any) -> None:
    for path in ("/atservicesrest/v1.0/companies/0", "/ATServicesRest/V1.0/COMPANIES/0"):
        assert api.client.get(path, headers=HEADERS).json["item"]["id"] == 0


@pytest.mark.parametrize("path", ["/atservicesrest/v1.0/Opportunities/query", "/elsewhere"])
def test_what_has_no_rest_surface_is_not_found(api: Any, path: str) -> None:
    assert api.client.get(path, headers=HEADERS).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "Invoices"), ("DELETE", "Invoices"), ("PATCH", "BillingCodes"), ("PUT", "Taxes")],
)
def test_a_wrong_verb_is_405_with_a_message(api: Any, method: str, path: str) -> None:
    answer = api.call(method, path, json={"id": 1})
    assert answer.status_code == 405
    assert answer.json["Message"].endswith(f"'{method}'.")


def test_an_unauthorized_fault_locks_out_a_good_client_for_a_while(api: Any) -> None:
    api.door("POST", "faults", {"name": "unauthorized", "endpoint": "Companies", "calls": 2})
    assert [answered(api).status_code for _ in range(3)] == [401, 401, 200]


def test_too_many_wrong_secrets_in_a_row_lock_the_user(api: Any, sandbox: Any) -> None:
    api.door("POST", "limits", {"wrong_secrets": 3})
    for _ in range(3):
        assert answered(api, Secret="wrong").status_code == 401
    assert answered(api).status_code == 401
    assert answered(sandbox()).status_code == 401
    assert api.door("POST", "unlock") == {"locked": False}
    assert answered(api).status_code == 200


def test_a_right_secret_in_between_keeps_the_user_unlocked(api: Any) -> None:
    api.door("POST", "limits", {"wrong_secrets": 2})
    for _ in range(3):
        assert answered(api, Secret="wrong").status_code == 401
        assert answered(api).status_code == 200


def test_the_lock_can_be_switched_off(api: Any) -> None:
    api.door("POST", "limits", {"wrong_secrets": False})
    for _ in range(20):
        assert answered(api, Secret="wrong").status_code == 401
    assert answered(api).status_code == 200


@pytest.mark.parametrize("header", ["UserName", "ApiIntegrationCode"])
def test_the_500_for_somebody_unknown_can_be_bare(api: Any, header: str) -> None:
    api.door("POST", "switches", {"unknown_user": "bare"})
    answer = answered(api, **{header: "nobody"})
    assert (answer.status_code, answer.data) == (500, b"")
