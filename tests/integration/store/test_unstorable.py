"""What the ledger can never take is told from an outage, and leaves its neighbors alone."""

import pytest
from pymongo.errors import OperationFailure

from core.domain.admission import Admitted
from core.domain.errors import UnstorableError
from core.domain.status import Status
from core.store import ingested_invoices, moves
from core.store.ingested_invoices import Judged, Reading
from core.store.unstorable import stand_in, storable
from tests.factories.documents import NOON, make_ingested, make_invoice
from tests.integration.conftest import Server
from tests.integration.store.ledger import store, stored

pytestmark = pytest.mark.usefixtures("server")
READING = Reading("test", NOON, "run")


def _odd(odd: object) -> Judged:
    raw = {"invoice": {"odd": odd}, "lines": []}
    return Judged(make_ingested(make_invoice(1), raw=raw), Admitted())


@pytest.mark.parametrize("odd", [2**70, "x" * 17_000_000], ids=["number", "size"])
def test_what_can_never_be_stored_is_named_when_it_is_new_known_or_moved(
    server: Server, odd: object
) -> None:
    with pytest.raises(UnstorableError, match="the ledger can"):
        ingested_invoices.insert("kauri", [_odd(odd)], "test", NOON, "run")
    assert moves.occupy("kauri", _odd(odd), "It lives elsewhere.", READING)
    assert stored(server, 1)["skip"]["code"] == "ROUTED_ELSEWHERE"
    store(2)
    before = ingested_invoices.known("kauri", [2])[2]
    changed = Judged(
        make_ingested(make_invoice(2), raw=_odd(odd).ingested.raw, content_hash="other"), Admitted()
    )
    with pytest.raises(UnstorableError):
        ingested_invoices.refresh_all("kauri", [(changed, before)], READING)
    done = ingested_invoices.refresh_all(
        "kauri", [(stand_in(changed, "It is odd."), before)], READING
    )
    assert done.changed == {2}
    assert stored(server, 2)["status"] == Status.FAULT.value
    assert stored(server, 2)["lines"]


def test_another_trouble_of_the_server_is_no_matter_of_one_document() -> None:
    with pytest.raises(OperationFailure), storable():
        raise OperationFailure("not the leader", 10107)
