"""What the ledger can never take is told from an outage, and leaves its neighbors alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pymongo.errors import OperationFailure

from core.domain.admission import Admitted
from core.domain.errors import UnstorableError
from core.domain.status import Status
from core.store import ingested_invoices, moves, tenant_proof
from core.store.ingested_invoices import Judged, Reading
from core.store.unstorable import stand_in, storable
from tests.factories.documents import NOON, make_ingested, make_invoice
from tests.integration.conftest import Server
from tests.integration.store.ledger import claim, complete, refresh, store, stored

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
    assert stored(server, 2)["raw"]["invoice"]["id"] == 2, "the older answer stays"


@pytest.mark.parametrize("odd", [2**70, "x" * 17_000_000, "\ud800"], ids=["int", "size", "half"])
def test_a_stand_in_keeps_what_the_ledger_can_take(server: Server, odd: object) -> None:
    header = {"id": 1, "createDateTime": "2026-11-20T10:00:00Z", "odd": odd}
    odd_one = Judged(
        make_ingested(make_invoice(1), raw={"invoice": header, "lines": [{"odd": odd}]}), Admitted()
    )
    assert ingested_invoices.insert("kauri", [stand_in(odd_one, "It is odd.")], "test", NOON, "run")
    document, invoice = stored(server, 1), make_invoice(1)
    kept = {"id": 1, "createDateTime": "2026-11-20T10:00:00Z"}
    assert document["raw"] == {"invoice": kept, "lines": []}
    assert (document["number"], document["company_id"]) == (invoice.number, invoice.company_id)
    assert document["header_total"].to_decimal() == invoice.header_total
    assert tenant_proof.newest_invoice(["kauri"]) == (1, "2026-11-20T10:00:00Z")


def test_amounts_and_numbers_that_do_not_fit_are_left_out(server: Server) -> None:
    invoice = replace(
        make_invoice(1), header_total=Decimal("1E+7000"), number="9" * 5_000, company_id=2**70
    )
    bare = stand_in(Judged(make_ingested(invoice), Admitted()), "It is odd.")
    assert ingested_invoices.insert("kauri", [bare], "test", NOON, "run")
    document = stored(server, 1)
    assert (document["number"], document["company_id"]) == (None, 0)
    assert document["header_total"].to_decimal() == 0


def test_a_finished_one_keeps_its_answer_and_no_change_is_made_up(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    raw = stored(server, 1)["raw"]
    changed = Judged(make_ingested(make_invoice(1), raw={}, content_hash="other"), Admitted())
    for _ in range(2):
        refresh(stand_in(changed, "It is odd."), ingested_invoices.known("kauri", [1])[1])
    document = stored(server, 1)
    assert (document["status"], document["raw"]) == ("complete", raw)
    told = [each["message"] for each in document["history"] if "cannot keep" in each["message"]]
    assert told == [document["notice"]["message"]]
    assert "removed" not in told[0]


def test_the_tenant_is_proved_by_an_invoice_whose_creation_is_known(server: Server) -> None:
    for number, raw in ((1, {"createDateTime": "2026-11-20T10:00:00Z"}), (2, {})):
        ingested = make_ingested(make_invoice(number), raw={"invoice": raw, "lines": []})
        ingested_invoices.insert("kauri", [Judged(ingested, Admitted())], "test", NOON, "run")
    assert tenant_proof.newest_invoice(["kauri"]) == (1, "2026-11-20T10:00:00Z")
    server.invoices.delete_one({"autotask_id": 1})
    assert tenant_proof.newest_invoice(["kauri"]) == (2, "")


def test_another_trouble_of_the_server_is_no_matter_of_one_document() -> None:
    with pytest.raises(OperationFailure), storable():
        raise OperationFailure("not the leader", 10107)
