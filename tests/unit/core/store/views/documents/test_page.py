"""Rows of a page are made once of the same bytes, and anew of others."""

from datetime import UTC, datetime
from typing import Any

import bson
from bson.decimal128 import Decimal128

from core.store.views.documents.page import _KEPT, _decoded


def packed(**changes: Any) -> bytes:
    stored = {
        "_id": "kauri/7", "autotask_id": 7, "currency": "NZD", "status": "complete",
        "total": Decimal128("115.00"), "updated_at": datetime(2026, 11, 23, tzinfo=UTC),
    }  # fmt: skip
    return bson.encode(stored | changes)


def test_the_same_bytes_are_the_same_row() -> None:
    row = _decoded(packed())["row"]
    assert _decoded(packed())["row"] is row
    assert (row.autotask_id, str(row.total), row.status.label) == (7, "115.00", "Complete")


def test_another_field_is_another_row() -> None:
    before = _decoded(packed())["row"]
    for changes in ({"status": "skipped"}, {"total": Decimal128("115.01")}, {"number": "INV-7"}):
        assert _decoded(packed(**changes))["row"] != before
    assert str(_decoded(packed(total=Decimal128("115.0")))["row"].total) == "115.0"


def test_what_a_document_says_is_there_beside_its_row() -> None:
    assert _decoded(packed())["updated_at"] == datetime(2026, 11, 23, tzinfo=UTC)


def test_only_so_many_rows_are_kept() -> None:
    _decoded.cache_clear()
    for number in range(_KEPT + 20):
        _decoded(packed(autotask_id=number))
    assert _decoded.cache_info().currsize == _KEPT
