from typing import Any
from urllib.parse import urlsplit

from tests.unit.sandbox.autotask.client import HEADERS

ZONE = "/atservicesrest/v1.0/zoneInformation?user=api@kauri.example"
EVERY = {"op": "exist", "field": "id"}


def zone(api: Any) -> str:
    answer = api.client.get(ZONE, base_url="http://127.0.0.1:28999")
    return str(answer.json["url"])


def status(api: Any, root: str) -> int:
    return int(api.client.get(f"{root}V1.0/Companies/0", headers=HEADERS).status_code)


def moved(api: Any) -> str:
    old = urlsplit(zone(api)).path
    api.door("POST", "faults", {"name": "zone_moved"})
    assert status(api, old) == 401
    return urlsplit(zone(api)).path


def test_a_tenant_that_moves_is_unknown_at_its_old_address_for_good(api: Any) -> None:
    assert zone(api) == "http://127.0.0.1:28999/ATServicesRest/"
    api.door("POST", "faults", {"name": "zone_moved"})
    assert status(api, "/ATServicesRest/") == 401
    assert zone(api) == "http://127.0.0.1:28999/zone2/ATServicesRest/"
    assert [status(api, "/ATServicesRest/") for _ in range(3)] == [401] * 3
    assert status(api, "/zone2/ATServicesRest/") == 200


def test_it_can_move_again_and_a_restart_forgets_no_move(api: Any, sandbox: Any) -> None:
    assert (moved(api), moved(api)) == ("/zone2/ATServicesRest/", "/zone3/ATServicesRest/")
    restarted = sandbox()
    assert status(restarted, "/zone3/ATServicesRest/") == 200
    assert status(restarted, "/zone2/ATServicesRest/") == 401


def test_the_new_zone_has_the_same_tenant_and_pages_of_its_own(api: Any) -> None:
    root = moved(api)
    body = {"filter": [EVERY], "MaxRecords": 5}
    answer = api.client.post(f"{root}V1.0/Invoices/query", json=body, headers=HEADERS).json
    following = urlsplit(answer["pageDetails"]["nextPageUrl"])
    assert following.path == f"{root}V1.0/Invoices/query/next"
    again = f"{following.path}?{following.query}"
    more = api.client.post(again, json=body, headers=HEADERS).json
    assert more["items"][0]["id"] > answer["items"][-1]["id"]


def test_faults_and_limits_know_the_endpoints_of_every_zone(api: Any) -> None:
    root = moved(api)
    api.door("POST", "faults", {"name": "unavailable", "endpoint": "GET Companies"})
    assert [status(api, root), status(api, root)] == [503, 200]


def test_a_world_that_is_built_anew_begins_in_the_first_zone(api: Any) -> None:
    moved(api)
    api.door("POST", "reset", {"world": "empty"})
    assert urlsplit(zone(api)).path == "/ATServicesRest/"
