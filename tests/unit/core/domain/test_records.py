from datetime import date
from decimal import Decimal

import pytest

from core.domain.records import PostingRecord
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from tests.factories.documents import (
    make_connection,
    make_ingested,
    make_invoice,
    make_line,
    make_record,
)


def test_a_record_is_the_invoice_and_where_it_stands() -> None:
    record = make_record(make_invoice(12), status=Status.COMPLETE, xero_id="x")
    assert (record.invoice.autotask_id, record.status, record.xero_id) == (12, "complete", "x")
    assert not record.is_solo
    assert record.batch_id is None


@pytest.mark.parametrize(
    ("net", "kind"), [("10.00", DocumentKind.INVOICE), ("-10.00", DocumentKind.CREDIT_NOTE)]
)
def test_a_record_gives_the_engine_what_it_needs_of_any_document(
    net: str, kind: DocumentKind
) -> None:
    record: PostingRecord = make_record(make_invoice(12, make_line(net, "0.00")))
    assert (record.autotask_id, record.number, record.kind) == (12, "INV-12", kind)
    assert (record.party_id, record.party) == (7, "Company 7")
    assert (record.total, record.currency) == (Decimal(net), "NZD")
    assert record.issued_on == date(2026, 11, 20)
    assert record.doubt is None


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
        "autotask_of",
        "timezone",
        "warnings",
    }


def test_what_comes_in_keeps_the_vendors_own_words_beside_it() -> None:
    ingested = make_ingested(make_invoice(12), raw={"invoice": {"id": 12}})
    assert ingested.raw == {"invoice": {"id": 12}}
