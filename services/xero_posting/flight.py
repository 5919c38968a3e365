"""What is under way in the crew: several deliveries at once, and the first failure of any of them."""

from collections.abc import Callable
from datetime import datetime

from core.domain.errors import NoCallLeftError
from services.xero_posting.ports import Crew


class Flight:
    """Starts work in the crew. The first failure is kept until everything has landed."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._batch_ids: set[str] = set()
        self.failure: Exception | None = None

    @property
    def batch_ids(self) -> frozenset[str]:
        """Batches that somebody of the crew works at: nobody else may touch them."""
        return frozenset(self._batch_ids)

    def start(self, batch_id: str, work: Callable[[], object]) -> None:
        """Begin the work; waits while the whole crew is busy."""
        self._batch_ids.add(batch_id)
        self._crew.start(lambda: self._do(batch_id, work))

    def _do(self, batch_id: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the leader raises it (`land`).
            # That we had no call left is the least of troubles.
            if self.failure is None or isinstance(self.failure, NoCallLeftError):
                self.failure = error
        finally:
            self._batch_ids.discard(batch_id)

    def land(self) -> None:
        """Wait for all of them, then raise the first failure."""
        self._crew.join()
        if self.failure is not None:
            raise self.failure

    def forgive(self, latest: datetime) -> datetime | None:
        """Forget a failure that only says that our own count had no call left.

        Nothing was asked of Xero, and its batch is back in the queue. Gives the time from which
        calls are left again; None when the failure is another one, or that is after `latest`.
        """
        if not self._may_be_forgiven(latest):
            return None
        self._crew.join()
        if not self._may_be_forgiven(latest):
            # Something worse came in meanwhile.
            return None
        failure, self.failure = self.failure, None
        return failure.until if isinstance(failure, NoCallLeftError) else None

    def _may_be_forgiven(self, latest: datetime) -> bool:
        return isinstance(self.failure, NoCallLeftError) and self.failure.until <= latest
