"""Who shares a tenant is asked once for a portion, whichever connection's turn it is."""

from dataclasses import replace

from tests.factories.documents import make_connection
from tests.unit.services.autotask_ingestion.tenant import RememberedTenant


def test_who_was_asked_for_already_is_not_asked_for_again() -> None:
    owner, sharer = make_connection(), make_connection("rata", autotask_of="kauri")
    tenant = RememberedTenant([owner, sharer])
    assert tenant.desk("rata").sharers() == [owner, sharer]
    told = replace(tenant.desk(), tenant=[owner, sharer])
    tenant.connections = [owner]
    assert told.sharers() == told.of(sharer).sharers() == [owner, sharer]


def test_a_connection_that_is_just_being_taken_away_is_its_own_tenant() -> None:
    tenant = RememberedTenant([make_connection()])
    desk = tenant.desk()
    tenant.connections = []
    assert desk.sharers() == [desk.connection]
