"""The way into /api.xro/2.0/: access, JSON only, idempotency, and every refusal in its shape."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from flask import Blueprint, request
from werkzeug.wrappers import Response

from sandbox.door.call import ENVIRON_KEY, Call
from sandbox.xero import answers
from sandbox.xero.books import Books
from sandbox.xero.idempotency import Idempotency, key_in
from sandbox.xero.identity.access import Access, Caller
from sandbox.xero.identity.scopes import allows
from sandbox.xero.parts import Parts
from sandbox.xero.refusals import (
    BadRequestError,
    BrokenError,
    NotFoundError,
    NotImplementedHereError,
    NotModifiedError,
    ValidationFailedError,
)
from sandbox.xero.resource import Resource, Sent
from sandbox.xero.running import RunningKeys
from sandbox.xero.surprises import Surprises

LARGEST_BODY = 10 * 1024 * 1024
# Resources that Xero has and this sandbox does not answer for.
_ELSEWHERE = frozenset(
    {
        "BankTransactions",
        "BatchPayments",
        "ContactGroups",
        "ManualJournals",
        "Overpayments",
        "Prepayments",
        "Quotes",
        "Reports",
        "RepeatingInvoices",
        "Users",
    }
)


class Gateway:
    """Finds the resource for a call and answers for it."""

    def __init__(
        self,
        access: Access,
        idempotency: Idempotency,
        resources: Mapping[str, Resource],
        parts: Parts,
        books: Books,
    ) -> None:
        self._parts = parts
        self._store = books.store
        self._switches = books.switches
        self._access = access
        self._idempotency = idempotency
        self._surprises = Surprises(books)
        self.running = RunningKeys(books.switches)
        # The real paths ignore letter case.
        self._names = {name.lower(): name for name in (*resources, *_ELSEWHERE)}
        self._resources = resources

    def answer(self, call: Call, name: str, key: str | None) -> Response:
        """The answer to one call; nothing else is served meanwhile."""
        name = self._names.get(name.lower(), name)
        met = self.running.meet(call)
        if met is not None:
            return met
        with self._store.transaction():
            caller = self._access.tenant(call.headers)
            if isinstance(caller, Response):
                return caller
            part = Parts.named(name, key)
            if not self._allows(caller, call, name if part in (None, "History") else part):
                return answers.scope_missing(self.scope_spelling())
            if part != "Attachments" and "application/json" not in call.headers.get("Accept", ""):
                return answers.not_acceptable()
            return self._once(caller, call, lambda: self._surprised(caller, call, name, key))

    def _allows(self, caller: Caller, call: Call, name: str) -> bool:
        if name == "PurchaseOrders" and not self._switches.value("invoices_scope_opens_orders"):
            name = "Orders"
        return allows(caller.scopes, name, call.method)

    def _surprised(self, caller: Caller, call: Call, name: str, key: str | None) -> Response:
        # What other people did stays, whatever becomes of the call itself.
        self._surprises.before(call, name)
        answer = self._shaped(lambda: self._carried_out(caller, call, name, key))
        self._surprises.after(call, name, answer)
        return answer

    def _once(self, caller: Caller, call: Call, carry_out: Callable[[], Response]) -> Response:
        idempotency_key = key_in(call.method, call.headers)
        if idempotency_key is None:
            return carry_out()
        if self._idempotency.is_down(call):
            return answers.broken()
        if not self.running.is_unguarded(call):
            replayed = self._idempotency.replay(caller.client_id, idempotency_key, call)
            if replayed is not None:
                return replayed
        answer = carry_out()
        self._idempotency.remember(caller.client_id, idempotency_key, call, answer)
        return answer

    def _shaped(self, carry_out: Callable[[], Response]) -> Response:
        try:
            # What a refusal interrupts is taken back.
            with self._store.transaction():
                return carry_out()
        except BadRequestError as problem:
            return answers.bad_request(problem)
        except ValidationFailedError as problem:
            return answers.validation_failed(problem)
        except NotFoundError:
            return answers.not_found()
        except NotModifiedError:
            return Response(b"", 304)
        except NotImplementedHereError:
            return answers.not_implemented()
        except BrokenError:
            return answers.broken()

    def _carried_out(self, caller: Caller, call: Call, name: str, key: str | None) -> Response:
        resource = self._resources.get(name)
        if resource is None:
            raise NotImplementedHereError if name in _ELSEWHERE else NotFoundError
        sent = Sent(request.args, call.headers, call.body, caller, self._switches, call.fault)
        if key and Parts.named(name, key):
            return self._parts.answer(sent, call.method, name, key)
        if call.method == "GET":
            return resource.read_one(sent, key) if key else resource.read(sent)
        return resource.write(sent, call.method, key)

    def scope_spelling(self) -> str:
        """How a missing scope is named."""
        return str(self._switches.value("scope_spelling"))

    def errored(self, call: Call, answer: Response) -> None:
        """An error that a fault made up: kept under the call's key, as Xero keeps its own."""
        key = key_in(call.method, call.headers)
        if key is None or call.fault is None or call.fault.parameters.get("stored") is False:
            return
        with self._store.transaction():
            caller = self._access.tenant(call.headers)
            if isinstance(caller, Response):
                return
            # A call that did nothing must not hide what an earlier one with this key did.
            late = call.fault.effect == "error_before_commit"
            if not (late and self._idempotency.knows(caller.client_id, key)):
                self._idempotency.remember(caller.client_id, key, call, answer)


def api_blueprint(gateway: Gateway) -> Blueprint:
    """/api.xro/2.0/."""
    blueprint = Blueprint("xero_api", __name__, url_prefix="/api.xro/2.0")
    methods = ["GET", "PUT", "POST", "DELETE"]

    @blueprint.route("/<name>", methods=methods, defaults={"key": None}, strict_slashes=False)
    @blueprint.route("/<name>/<path:key>", methods=methods)
    def call(name: str, key: str | None) -> Response:
        received: Call = request.environ[ENVIRON_KEY]
        if len(received.body) > LARGEST_BODY:
            return Response(b"", 413)
        answer = gateway.answer(received, name, key)
        answer.headers["xero-correlation-id"] = str(uuid4())
        return answer

    return blueprint
