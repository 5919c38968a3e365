import pytest

from core.domain.batch import (
    BatchKind,
    BatchState,
    Write,
    body_hash,
    idempotency_key,
    prepare,
)
from tests.factories.documents import make_element


def test_a_request_becomes_the_first_generation_of_a_batch_under_its_own_key() -> None:
    write = Write(BatchKind.INVOICES, "PUT", "Invoices", b"{}")
    batch = prepare("b1", "kauri", "tenant", write, (make_element(),))
    assert (batch.state, batch.generation, batch.sends) == (BatchState.PREPARED, 1, 0)
    assert batch.key == idempotency_key("tenant", "b1", 1)
    assert (batch.kind, batch.method, batch.path, batch.body) == (
        BatchKind.INVOICES,
        "PUT",
        "Invoices",
        b"{}",
    )
    assert batch.elements == (make_element(),)


def test_the_key_stands_for_tenant_batch_and_generation_and_fits_into_xeros_header() -> None:
    key = idempotency_key("tenant", "batch", 1)
    assert key == idempotency_key("tenant", "batch", 1)
    assert len(key) <= 128
    others = {
        idempotency_key("other", "batch", 1),
        idempotency_key("tenant", "other", 1),
        idempotency_key("tenant", "batch", 2),
    }
    assert len(others | {key}) == 4


@pytest.mark.parametrize("other", [b"{}", b"", b'{"a": 1} '])
def test_another_body_has_another_hash(other: bytes) -> None:
    assert body_hash(b'{"a": 1}') == body_hash(b'{"a": 1}')
    assert body_hash(other) != body_hash(b'{"a": 1}')
