import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.office import Office


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def ledger(office: Office) -> FakeLedger:
    return office.ledger


@pytest.fixture
def clock(office: Office) -> FakeClock:
    return office.clock
