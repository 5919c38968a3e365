"""Where another tool may be faster, all that waits is asked for again, in turn."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import cast

from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.ports import Waiting
from services.autotask_ingestion.unposted import unposted
from tests.unit.services.autotask_ingestion.tenant import RememberedTenant, a_tenant


@dataclass
class Pending:
    """What waits, by Autotask's ids."""

    ids: list[int] = field(default_factory=lambda: [3, 5, 8, 9, 12])

    def unposted_ids(self, connection_ids: Collection[str], after_id: int, limit: int) -> list[int]:
        assert list(connection_ids) == ["kauri"]
        return [each for each in self.ids if each > after_id][:limit]


def _desk(tenant: RememberedTenant, pending: Pending) -> Desk:
    desk = tenant.desk()
    return replace(desk, ledger=replace(desk.ledger, waiting=cast(Waiting, pending)))


def test_more_than_there_is_room_for_take_turns_and_nobody_is_left_out() -> None:
    tenant, pending = a_tenant(skip_exported=True), Pending()
    turns = [unposted(_desk(tenant, pending), tenant.connections, 2) for _ in range(4)]
    assert turns == [[3, 5], [8, 9], [12], [3, 5]]


def test_where_all_have_room_the_place_is_written_down_for_nobody() -> None:
    tenant = a_tenant(skip_exported=True)
    for _ in range(2):
        assert unposted(_desk(tenant, Pending([3])), tenant.connections, 2) == [3]
    assert tenant.saves == 0


def test_without_the_option_nobody_is_asked_for() -> None:
    tenant = a_tenant()
    assert unposted(_desk(tenant, Pending()), tenant.connections, 2) == []
