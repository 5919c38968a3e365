"""Batches in memory."""

from dataclasses import replace
from datetime import datetime

from core.domain.batch import Batch, BatchState, body_hash
from core.domain.errors import LeaseLostError


class InMemoryBatches:
    """Keeps every batch and refuses a change of its bytes."""

    def __init__(self) -> None:
        self._batches: dict[str, Batch] = {}
        self._fences: dict[str, int] = {}
        self._hashes: dict[str, str] = {}
        self._buried: set[str] = set()
        self.outcomes: dict[str, str] = {}
        self.unknown_since: dict[str, datetime] = {}

    @property
    def all(self) -> list[Batch]:
        return list(self._batches.values())

    def freeze(self, batch: Batch, fence: int, now: datetime) -> None:
        assert batch.id not in self._batches, "a batch is frozen once"
        if batch.id in self._buried:
            raise LeaseLostError(f"Batch {batch.id} was given up elsewhere.")
        assert batch.state is BatchState.PREPARED
        self._batches[batch.id] = batch
        self._fences[batch.id] = fence
        self._hashes[batch.id] = body_hash(batch.body)

    def bury(self, batch_id: str, connection_id: str, now: datetime) -> bool:
        if batch_id in self._batches:
            return self._batches[batch_id].state is BatchState.CLOSED
        self._buried.add(batch_id)
        return True

    def mark_sent(self, batch: Batch, fence: int, now: datetime) -> Batch:
        batch_id, batch = batch.id, self._batches[batch.id]
        assert body_hash(batch.body) == self._hashes[batch_id]
        if batch.state is BatchState.CLOSED or self._fences[batch_id] > fence:
            raise LeaseLostError(f"Batch {batch_id} is in other hands.")
        self._fences[batch_id] = fence
        return self._put(
            replace(
                batch,
                state=BatchState.SENT,
                sends=batch.sends + 1,
                first_sent_at=batch.first_sent_at or now,
                last_sent_at=now,
            )
        )

    def mark_unsent(self, batch_id: str, fence: int) -> None:
        batch = self._batches[batch_id]
        is_mine = self._fences[batch_id] == fence and batch.state is BatchState.SENT
        if batch.sends != 1 or not is_mine:
            raise LeaseLostError(f"Batch {batch_id} is in other hands.")
        self._put(
            replace(
                batch,
                state=BatchState.PREPARED,
                sends=0,
                first_sent_at=None,
                last_sent_at=None,
            )
        )

    def withdraw(self, batch_id: str, fence: int, now: datetime) -> bool:
        batch = self._batches[batch_id]
        if batch.state is not BatchState.PREPARED or self._fences[batch_id] > fence:
            return False
        self.outcomes[batch_id] = "not sent"
        self._put(replace(batch, state=BatchState.CLOSED))
        return True

    def mark_unknown(self, batch_id: str, now: datetime) -> None:
        self.unknown_since.setdefault(batch_id, now)

    def mark_looked_up(self, batch_id: str, now: datetime) -> None:
        self._put(replace(self._batches[batch_id], looked_up_at=now))

    def close(self, batch_id: str, outcome: str, now: datetime) -> None:
        self.outcomes[batch_id] = outcome
        self._put(replace(self._batches[batch_id], state=BatchState.CLOSED))

    def open_batches(self, connection_id: str) -> list[Batch]:
        return [
            batch
            for batch in self._batches.values()
            if batch.connection_id == connection_id and batch.state is not BatchState.CLOSED
        ]

    def _put(self, batch: Batch) -> Batch:
        self._batches[batch.id] = batch
        return batch
