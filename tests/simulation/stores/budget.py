"""The account of calls in memory, changed by the product's own compare-and-set."""

from core.domain.call_account import Account, Limits
from core.store.budget_form import Read
from core.store.budgets import SharedBudget
from tests.simulation.process import Process
from tests.simulation.scheduler import Scheduler

_NO_APP = Account()


class AccountBook:
    """What the collection of budgets holds of one organisation."""

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.account = Account()
        self.version = 0


class MemoryBudget(SharedBudget):
    """`SharedBudget` with a dictionary for Mongo."""

    def __init__(self, book: AccountBook, limits: Limits, process: Process) -> None:
        super().__init__("xero:tenant", limits)
        self._book = book
        self._process = process

    def _read(self) -> Read:
        self._process.take_turn()
        book = self._book
        return Read(book.scheduler.now(), book.account, book.version, _NO_APP)

    def _write(self, account: Account, version: int | None) -> bool:
        self._process.effect("before budgets.write")
        if self._book.version != version:
            return False
        self._book.account = account
        self._book.version += 1
        self._process.effect("after budgets.write")
        return True
