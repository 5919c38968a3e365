"""Another service that asks the same organisation: the limits hold over all of them (X14)."""

from core.clients.xero.client import XeroClient
from core.clients.xero.oauth import XeroOAuth
from core.domain.errors import SyncError
from core.runtime.patient_budget import BRIEFLY, PatientBudget
from core.runtime.token_keeper import TokenKeeper
from tests.simulation.process import Process
from tests.simulation.shared import Shared
from tests.simulation.stores.budget import MemoryBudget
from tests.simulation.stores.tokens import MemoryTokens
from tests.simulation.wire import Deal, Wire


class OtherService:
    """Reads from time to time, as the payments actor does, with an account of calls in common."""

    def __init__(self, shared: Shared, process: Process, deal: Deal) -> None:
        self._process = process
        wire = Wire(process, shared.door, shared.identity, deal)
        oauth = XeroOAuth(wire, "app", "secret", "https://login", "https://identity")  # type: ignore[arg-type]
        tokens = MemoryTokens(shared.tokens, process)
        keeper = TokenKeeper(tokens, oauth, process.now, process.pause)
        budget = MemoryBudget(shared.account, shared.plan.limits, process)
        self._client = XeroClient(
            "tenant",
            keeper.access_token,
            wire,  # type: ignore[arg-type]
            PatientBudget(
                budget,
                process.now,
                process.pause,
                patience=BRIEFLY,
                stopwatch=process.stopwatch,
            ),
            "https://api.xero",
            keeper.renew,
        )
        self._is_over = False
        process.spawn(self._live)

    def end(self) -> None:
        self._is_over = True

    def _live(self) -> None:
        while not self._is_over:
            self._process.wait_for(self._process.random.randint(500, 30_000))
            try:
                self._client.organisation()
            except SyncError:
                continue
