"""Which changes become events, and how a delivery is written and signed (webhooks page)."""

import base64
import hmac
import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sandbox.door.clock import Clock
from sandbox.door.storage import Store

EVENTS = "_webhook_events"
_SEQUENCE = "webhook_sequence"
_CATEGORIES = {
    "Invoices": ("INVOICE", "InvoiceID"),
    "CreditNotes": ("CREDITNOTE", "CreditNoteID"),
    "Contacts": ("CONTACT", "ContactID"),
}
Record = dict[str, Any]


class EventLog:
    """Events in order, kept until they are delivered; a refused write takes its own back."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.is_wanted = False

    def note(self, entity: str, record: Record, *, created: bool) -> None:
        """Write an event down, where somebody listens."""
        if not self.is_wanted or entity not in _CATEGORIES:
            return
        category, id_field = _CATEGORIES[entity]
        sequence = int(self._store.value(_SEQUENCE, 0)) + 1
        self._store.set_value(_SEQUENCE, sequence)
        organisation = self._store.all("Organisation")[0]
        event = {
            "resourceUrl": f"https://api.xero.com/api.xro/2.0/{entity}/{record[id_field]}",
            "resourceId": record[id_field],
            "eventDateUtc": f"{self._clock.now():%Y-%m-%dT%H:%M:%S.%f}"[:-3],
            "eventType": "CREATE" if created else "UPDATE",
            "eventCategory": category,
            "tenantId": organisation["OrganisationID"],
            "tenantType": "ORGANISATION",
        }
        self._store.put(EVENTS, sequence, {"sequence": sequence, "event": event})

    def waiting(self, most: int) -> list[Record]:
        """The oldest events that are not delivered."""
        with self._store.transaction():
            rows = self._store.all(EVENTS)
        return sorted(rows, key=lambda row: int(row["sequence"]))[:most]

    def delivered(self, rows: Sequence[Record]) -> None:
        """Forget events that arrived."""
        with self._store.transaction():
            for row in rows:
                self._store.delete(EVENTS, row["sequence"])


def body_of(rows: Sequence[Record]) -> bytes:
    """The body of one delivery; none at all is an intent to receive."""
    sequences = [int(row["sequence"]) for row in rows] or [0]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    payload = {
        "events": [row["event"] for row in rows],
        "firstEventSequence": sequences[0],
        "lastEventSequence": sequences[-1],
        "entropy": "".join(secrets.choice(letters) for _ in range(20)),
    }
    return json.dumps(payload, separators=(",", ":")).encode()


def signature(key: str, body: bytes) -> str:
    """What `x-xero-signature` says of a body."""
    return base64.b64encode(hmac.new(key.encode(), body, sha256).digest()).decode()
