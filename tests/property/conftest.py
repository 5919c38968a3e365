"""One Xero sandbox in this process for all examples, and the lists that it gives.

PROPERTY_EXAMPLES (200) says how many examples each property is tried with.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.property.ledger import SandboxLedger
from tests.unit.sandbox.xero.conftest import Bookkeeper

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "200"))


@pytest.fixture(scope="session")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxLedger]:
    folder: Path = tmp_path_factory.mktemp("xero")
    bookkeeper = Bookkeeper(folder)
    bookkeeper.door("limits", minute=False, day=False)
    yield SandboxLedger(bookkeeper.connect())
    bookkeeper.gate.door.store.close()
