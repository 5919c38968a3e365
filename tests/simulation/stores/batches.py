"""Batches in memory, with the compare-and-set of `core/store/batches.py`."""

from dataclasses import replace
from datetime import datetime

from core.domain.batch import Batch, BatchState, body_hash
from core.domain.errors import LeaseLostError

WRITES = frozenset(
    {
        "freeze", "bury", "mark_sent", "mark_unsent", "withdraw", "mark_unknown", "mark_looked_up", "close",
    }
)  # fmt: skip


class BatchBook:
    """Every batch that was ever frozen."""

    def __init__(self) -> None:
        self._batches: dict[str, Batch] = {}
        self._open: dict[str, None] = {}
        self._fences: dict[str, int] = {}
        self._hashes: dict[str, str] = {}
        self._outcomes: dict[str, str] = {}
        self._buried: set[str] = set()

    def bury(self, batch_id: str, connection_id: str, now: datetime) -> bool:
        if batch_id in self._batches:
            return self._batches[batch_id].state is BatchState.CLOSED
        self._buried.add(batch_id)
        return True

    def freeze(self, batch: Batch, fence: int, now: datetime) -> None:
        if batch.id in self._buried:
            raise LeaseLostError(f"Batch {batch.id} is in other hands.")
        assert batch.id not in self._batches, "a batch is frozen once"
        assert batch.state is BatchState.PREPARED
        self._batches[batch.id] = batch
        self._open[batch.id] = None
        self._fences[batch.id] = fence
        self._hashes[batch.id] = body_hash(batch.body)

    def mark_sent(self, batch: Batch, fence: int, now: datetime) -> Batch:
        known = self._batches[batch.id]
        assert body_hash(batch.body) == self._hashes[batch.id], "frozen bytes never change"
        if known.state is BatchState.CLOSED or self._fences[batch.id] > fence:
            raise LeaseLostError(f"Batch {batch.id} is in other hands.")
        self._fences[batch.id] = fence
        return self._put(
            replace(
                known,
                state=BatchState.SENT,
                sends=known.sends + 1,
                first_sent_at=known.first_sent_at or now,
                last_sent_at=now,
            )
        )

    def mark_unsent(self, batch_id: str, fence: int) -> None:
        known = self._batches[batch_id]
        is_mine = self._fences[batch_id] == fence and known.state is BatchState.SENT
        if known.sends != 1 or not is_mine:
            raise LeaseLostError(f"Batch {batch_id} is in other hands.")
        self._put(
            replace(
                known, state=BatchState.PREPARED, sends=0, first_sent_at=None, last_sent_at=None
            )
        )

    def withdraw(self, batch_id: str, fence: int, now: datetime) -> bool:
        known = self._batches[batch_id]
        if known.state is not BatchState.PREPARED or self._fences[batch_id] > fence:
            return False
        self.close(batch_id, "not sent", now)
        return True

    def mark_unknown(self, batch_id: str, now: datetime) -> None:
        """Only a note for persons."""

    def mark_looked_up(self, batch_id: str, now: datetime) -> None:
        self._put(replace(self._batches[batch_id], looked_up_at=now))

    def close(self, batch_id: str, outcome: str, now: datetime) -> None:
        self._outcomes[batch_id] = outcome
        self._open.pop(batch_id, None)
        self._put(replace(self._batches[batch_id], state=BatchState.CLOSED))

    def open_batches(self, connection_id: str) -> list[Batch]:
        return [self._batches[batch_id] for batch_id in self._open]

    def snapshot(self) -> tuple[tuple[str, str], ...]:
        """What is there, to be compared."""
        return tuple((each.id, each.state.value) for each in self._batches.values())

    def _put(self, batch: Batch) -> Batch:
        self._batches[batch.id] = batch
        return batch
