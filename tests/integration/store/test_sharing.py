"""Connections that share an Autotask: who owns it, and what is told to all of them."""

from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.domain.route_check import Present
from core.store import connections, routes
from core.store.routes import Route
from core.store.sealing import Sealer
from tests.factories.documents import NOON
from tests.integration.conftest import Server
from tests.integration.store.conftest import all_at_once
from tests.integration.store.ledger import store

SEALER = Sealer(Fernet.generate_key().decode())
OWN = {"user": "api@kauri.example", "secret": "s", "integration_code": "i"}


def _connect(connection_id: str, autotask: dict[str, str]) -> None:
    told: dict[str, Any] = {
        "id": connection_id,
        "name": connection_id.capitalize(),
        "state": "active",
        "settings": {},
        "autotask": autotask,
    }
    connections.ensure(told, SEALER, NOON)


@pytest.fixture(autouse=True)
def _two(server: Server) -> None:
    _connect("rata", OWN)
    _connect("kauri", {"same_as": "rata"})
    _connect("totara", OWN | {"user": "other"})


def test_the_owner_of_a_tenant_comes_first_and_has_its_key() -> None:
    assert [each.id for each in connections.sharing("rata")] == ["rata", "kauri"]
    assert [each.id for each in connections.sharing("totara")] == ["totara"]
    assert [each.id for each in connections.owners()] == ["rata", "totara"]
    assert [connections.autotask_key(each) for each in ("rata", "kauri", "totara")] == [
        "rata",
        "rata",
        "totara",
    ]


def test_zone_and_state_of_autotask_are_told_to_all_who_share_it(server: Server) -> None:
    connections.set_zone("rata", "https://zone/", "https://web/")
    assert connections.report_health("kauri", "autotask", "down", "Away.", NOON)
    assert not connections.report_health("rata", "autotask", "down", "Away.", NOON)
    assert connections.report_health("kauri", "xero", "ok", "Connected.", NOON)
    told = {each["_id"]: each for each in server.connections.find()}
    assert [told[each]["autotask_health"]["state"] for each in ("rata", "kauri", "totara")] == [
        "down",
        "down",
        "unknown",
    ]
    assert [told[each]["xero_health"]["state"] for each in ("rata", "kauri")] == ["unknown", "ok"]
    assert told["kauri"]["autotask_zone_url"] == "https://zone/"
    connections.forget_zone("rata")
    kauri, totara = connections.get("kauri"), connections.get("totara")
    assert kauri
    assert totara
    assert (kauri.zone_url, totara.zone_url) == (None, None)


def test_one_that_shares_has_no_credentials_and_may_get_its_own(server: Server) -> None:
    with pytest.raises(LookupError):
        connections.autotask_credentials("kauri", SEALER)
    assert connections.autotask_credentials("rata", SEALER)["user"] == OWN["user"]
    _connect("kauri", OWN | {"user": "third"})
    assert connections.autotask_credentials("kauri", SEALER)["user"] == "third"
    assert [each.id for each in connections.sharing("rata")] == ["rata"]


def test_who_reads_what_is_told_with_whether_invoices_of_it_are_here() -> None:
    store(1, connection="kauri")
    assert sorted(connections.present(), key=lambda each: each.id) == [
        Present("kauri", "", "rata", has_invoices=True),
        Present("rata", OWN["user"], None),
        Present("totara", "other", None),
    ]


def test_of_many_who_begin_a_route_one_decides() -> None:
    goals = [f"goal {number}" for number in range(8)]
    found = all_at_once(lambda number: routes.begin("rata", {5: goals[number]}, NOON)[5])
    assert len({each.connection_id for each in found}) == 1
    assert routes.load("rata", [5, 6]) == {5: found[0]}
    assert routes.load("kauri", [5]) == {}


def test_of_many_who_change_a_route_one_does(server: Server) -> None:
    begun = routes.begin("rata", {5: "rata", 6: "rata"}, NOON)[5]
    done = all_at_once(lambda number: routes.change("rata", begun, f"goal {number}", NOON))
    (won,) = [each for each in done if each]
    assert routes.load("rata", [5, 6]) == {5: won, 6: Route(6, "rata", 1)}
    assert won.version == 2
    assert routes.begin("rata", {}, NOON) == {}
