"""The queue of what is due, read ahead: which records make the next batch."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from core.domain.records import Due
from services.xero_posting.contacts.step import ContactStep
from services.xero_posting.desk import Desk

_LOOK_AHEAD = 4
_PATIENCE = timedelta(seconds=60)
# About half of a business's companies are contacts in Xero already; fifty that are not fill a call.
_FULL_CONTACTS = 100
# A look at Xero's contacts and a call that makes them serve whatever is due then; most backlogs of a
# small business are in within this time, and nobody minds a first invoice that comes so much later.
_CONTACTS_PATIENCE = timedelta(seconds=20)


class Waiting:
    """What is due and has its contact. Read again when it no longer makes a full batch.

    While ingestion is still bringing records in, a batch that is not full waits for more, and so do
    contacts that are to be made; what has its contact goes on. Records whose contact is still being
    made wait for it.
    """

    def __init__(self, desk: Desk, *, is_ingesting: bool) -> None:
        self._desk = desk
        self._contacts = ContactStep(desk)
        self._is_ingesting = is_ingesting
        self._due: Sequence[Due] = ()
        self._ready: list[Due] = []
        self.linked: Mapping[int, str] = {}

    def is_empty(self) -> bool:
        """Tell whether nothing at all is due; costs Xero nothing."""
        if not self._ready:
            self._due = self._ask()
        return not (self._ready or self._due)

    def next_batch(self) -> list[Due]:
        """One update or one lone document, else the fullest batch of a kind; may be empty."""
        size = self._desk.pace.size
        chosen = _choose(self._ready, size)
        if _is_short(chosen, size):
            self._read()
            chosen = _choose(self._ready, size)
            if _is_short(chosen, size) and not self._may_be_partial():
                return []
        taken = {record.autotask_id for record in chosen}
        self._ready = [each for each in self._ready if each.autotask_id not in taken]
        return chosen

    def _ask(self) -> Sequence[Due]:
        desk = self._desk
        return desk.records.due(desk.connection.id, desk.now(), desk.pace.size * _LOOK_AHEAD)

    def _read(self) -> None:
        desk = self._desk
        due, self._due = self._due or self._ask(), ()
        # Also of what is in Xero already: it may belong to another company by now.
        companies = {each.party_id for each in due}
        if companies:
            # One question for all of them; the memory of the round answers for each later.
            keys = [str(each) for each in companies]
            desk.lists.load_some(desk.connection.autotask_key, "company", keys)
            if not self._contacts_may_wait(due):
                self._contacts.ensure(companies)
        self.linked = self._contacts.of(companies) if companies else {}
        self._ready = [each for each in due if each.xero_id or each.party_id in self.linked]

    def _contacts_may_wait(self, due: Sequence[Due]) -> bool:
        if not self._is_ingesting:
            return False
        linked = self._contacts.of({each.party_id for each in due})
        wanting = [each for each in due if each.party_id not in linked]
        if not wanting or len({each.party_id for each in wanting}) >= _FULL_CONTACTS:
            return False
        return not self._is_older(wanting, _CONTACTS_PATIENCE)

    def _may_be_partial(self) -> bool:
        if not self._is_ingesting or not self._ready:
            return True
        return self._is_older(self._ready, _PATIENCE)

    def _is_older(self, records: Sequence[Due], patience: timedelta) -> bool:
        """Tell whether one of them has waited longer than that."""
        now = self._desk.now()
        return now - min(record.ingested_at or now for record in records) > patience


def _is_short(chosen: Sequence[Due], size: int) -> bool:
    """Tell whether there is room for more; an update and a lone document go by themselves."""
    is_alone = len(chosen) == 1 and (chosen[0].xero_id is not None or chosen[0].is_solo)
    return len(chosen) < size and not is_alone


def _choose(ready: Sequence[Due], size: int) -> list[Due]:
    alone = next((record for record in ready if record.xero_id or record.is_solo), None)
    if alone is not None:
        return [alone]
    by_kind: dict[str, list[Due]] = {}
    for record in ready:
        by_kind.setdefault(record.kind.value, []).append(record)
    return max(by_kind.values(), key=len, default=[])[:size]
