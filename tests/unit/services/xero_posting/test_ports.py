"""The ports are met by the store's modules in the product and by the fakes in these tests."""

import inspect
from types import ModuleType
from typing import Any

import pytest

from core.clients.xero.client import XeroClient
from core.store import batches, contact_links, invoices, leases, reference_data
from services.xero_posting import ports
from tests.fakes.batches import InMemoryBatches
from tests.fakes.invoices import InMemoryInvoices
from tests.fakes.leases import FakeLeases
from tests.fakes.ledger import FakeLedger
from tests.fakes.links import InMemoryLinks, InMemoryLists

PAIRS: list[tuple[type, ModuleType | type, type]] = [
    (ports.Records, invoices, InMemoryInvoices),
    (ports.Batches, batches, InMemoryBatches),
    (ports.ContactLinks, contact_links, InMemoryLinks),
    (ports.Lists, reference_data, InMemoryLists),
    (ports.Leases, leases, FakeLeases),
    (ports.Ledger, XeroClient, FakeLedger),
]
QUESTIONS = [
    (port, name, real, fake)
    for port, real, fake in PAIRS
    for name in vars(port)
    if not name.startswith("_")
]


def _names(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


@pytest.mark.parametrize(
    ("port", "name", "real", "fake"),
    QUESTIONS,
    ids=[f"{port.__name__}.{name}" for port, name, _, _ in QUESTIONS],
)
def test_product_and_fake_take_what_the_port_asks_for(
    port: type, name: str, real: Any, fake: Any
) -> None:
    asked = _names(getattr(port, name))
    assert _names(getattr(real, name))[: len(asked)] == asked
    assert _names(getattr(fake, name)) == asked
