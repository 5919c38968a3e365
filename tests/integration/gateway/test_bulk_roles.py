"""What a person may not do to one invoice, they may not do to many either."""

from collections.abc import Callable

import pytest

from tests.factories.gateway_world import StubRpc
from tests.integration.gateway.conftest import Visitor

LIST = "/c/kauri/sync/invoices"


@pytest.mark.parametrize(("role", "status", "asked"), [("operator", 403, 0), ("admin", 303, 1)])
def test_only_an_administrator_takes_many_off_the_list(
    signed_in: Callable[[str], Visitor], rpc: StubRpc, role: str, status: int, asked: int
) -> None:
    rpc.answers["start_bulk"] = {"ok": True, "bulk": "b1", "total": 1, "message": "It has begun."}
    form = {"action": "remove", "sel": "49010", "key": "press-0001"}
    assert signed_in(role).post(f"{LIST}/bulk", form).status_code == status
    assert len(rpc.calls) == asked
