from core.domain.status import Status
from tests.factories.documents import make_connection, make_ingested, make_invoice, make_record


def test_a_record_is_the_invoice_and_where_it_stands() -> None:
    record = make_record(make_invoice(12), status=Status.COMPLETE, xero_id="x")
    assert (record.invoice.autotask_id, record.status, record.xero_id) == (12, "complete", "x")
    assert not record.is_solo
    assert record.batch_id is None


def test_a_connection_carries_no_secret() -> None:
    names = set(make_connection().__slots__)
    assert names == {
        "id",
        "name",
        "is_active",
        "settings",
        "zone_url",
        "tenant_id",
        "token_set_id",
        "short_code",
    }


def test_what_comes_in_keeps_the_vendors_own_words_beside_it() -> None:
    ingested = make_ingested(make_invoice(12), raw={"invoice": {"id": 12}})
    assert ingested.raw == {"invoice": {"id": 12}}
