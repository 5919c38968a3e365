"""Whose lines the ledger has decides why an invoice most likely came without any."""

import pytest

from core.domain.admission import Held, LinesSeen
from core.store.line_evidence import lines_seen
from tests.factories.documents import NOON
from tests.integration.store.ledger import store

pytestmark = pytest.mark.usefixtures("server")
WAITS = Held("NO_LINES", "Wait.", NOON)


def test_an_empty_ledger_has_nobodys_lines() -> None:
    assert lines_seen(["kauri"], [7]) == {7: LinesSeen.OF_NOBODY}


def test_lines_of_the_company_are_told_from_those_of_others() -> None:
    store(1, company_id=7)
    assert lines_seen(["kauri"], [7]) == {7: LinesSeen.OF_THIS_COMPANY}
    assert lines_seen(["kauri"], [8]) == {8: LinesSeen.OF_OTHERS_ONLY}


def test_an_invoice_without_lines_is_no_evidence() -> None:
    store(1, company_id=7, lines=(), verdict=WAITS)
    assert lines_seen(["kauri"], [7]) == {7: LinesSeen.OF_NOBODY}


def test_all_connections_of_the_tenant_count() -> None:
    store(1, company_id=7)
    assert lines_seen(["rata"], [7]) == {7: LinesSeen.OF_NOBODY}
    assert lines_seen(["rata", "kauri"], [7]) == {7: LinesSeen.OF_THIS_COMPANY}


def test_many_companies_are_told_at_once() -> None:
    store(1, company_id=7)
    store(2, company_id=8, lines=(), verdict=WAITS)
    assert lines_seen(["kauri"], [7, 8, 9]) == {
        7: LinesSeen.OF_THIS_COMPANY,
        8: LinesSeen.OF_OTHERS_ONLY,
        9: LinesSeen.OF_OTHERS_ONLY,
    }
