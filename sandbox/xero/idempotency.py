"""Idempotency keys: an answer is kept for six minutes and given again, whatever it was."""

from hashlib import sha256

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.clock import Clock
from sandbox.door.jsontext import Document
from sandbox.door.storage import Store
from sandbox.xero.answers import key_refused
from sandbox.xero.switches import Switches

KEPT_SECONDS = 6 * 60
LONGEST_KEY = 128
_ENTITY = "_idempotency"
_METHODS = frozenset({"PUT", "POST", "PATCH"})


def key_in(method: str, headers: Headers) -> str | None:
    """The key of a writing call; an empty header is a key like any other."""
    return headers.get("Idempotency-Key") if method in _METHODS else None


class Idempotency:
    """Answers by key. Keys belong to the app, not to the organisation."""

    def __init__(self, store: Store, clock: Clock, switches: Switches) -> None:
        self._store = store
        self._switches = switches
        self._clock = clock

    def replay(self, client_id: str, key: str, call: Call) -> Response | None:
        """The answer given before under this key, if it still counts; or the key's refusal."""
        if len(key) > LONGEST_KEY:
            return self._refused("Idempotency Key cannot be longer than 128 characters.")
        known = self._known(client_id, key)
        conflict = call.fault is not None and call.fault.effect == "key_conflict"
        if conflict or (known is not None and known["request"] != _fingerprint(call)):
            return self._refused(f"Idempotency Key: {key} is used with a different request.")
        if known is None:
            return None
        return Response(known["body"], known["status"], content_type=known["content_type"])

    def is_down(self, call: Call) -> bool:
        """Whether the store of keys fails, so that nothing with a key may run."""
        fault = call.fault is not None and call.fault.effect == "key_store_down"
        return fault or bool(self._switches.value("idempotency_store") == "down")

    def _refused(self, message: str) -> Response:
        return key_refused(message, self._switches.value("idempotency_refusal"))

    def knows(self, client_id: str, key: str) -> bool:
        """Whether an answer is kept under this key."""
        return self._known(client_id, key) is not None

    def _known(self, client_id: str, key: str) -> Document | None:
        known = self._store.get(_ENTITY, f"{client_id}|{key}")
        if known is None or self._clock.time() - float(known["at"]) >= KEPT_SECONDS:
            return None
        return known

    def remember(self, client_id: str, key: str, call: Call, answer: Response) -> None:
        """Keep an answer; a later answer to the same call replaces it but not its time."""
        self._forget_old()
        name = f"{client_id}|{key}"
        earlier = self._known(client_id, key)
        record = {
            "name": name,
            "at": earlier["at"] if earlier else self._clock.time(),
            "request": _fingerprint(call),
            "status": answer.status_code,
            "content_type": answer.content_type,
            "body": answer.get_data(as_text=True),
        }
        self._store.put(_ENTITY, name, record)

    def _forget_old(self) -> None:
        now = self._clock.time()
        for record in self._store.all(_ENTITY):
            if now - float(record["at"]) >= KEPT_SECONDS:
                self._store.delete(_ENTITY, record["name"])


def _fingerprint(call: Call) -> str:
    text = f"{call.method}\n{call.path}\n{call.query}\n".encode()
    return sha256(text + call.body).hexdigest()
