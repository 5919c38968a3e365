"""Documents cut out of the batches in which they arrive."""

from datetime import UTC, datetime

import bson

from core.store.views.raw_documents import decoded, each


def test_batches_are_cut_into_their_documents() -> None:
    documents = [{"_id": number, "name": "x" * number} for number in range(5)]
    packed = [bson.encode(document) for document in documents]
    batches = [b"".join(packed[:3]), b"", b"".join(packed[3:])]
    assert list(each(batches)) == packed
    assert [decoded(document) for document in each(batches)] == documents


def test_instants_have_their_zone() -> None:
    at = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)
    assert decoded(bson.encode({"at": at})) == {"at": at}
