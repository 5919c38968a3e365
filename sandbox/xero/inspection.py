"""What only this sandbox's inspection door can do: pay, edit, consent, and show everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from flask import Blueprint
from werkzeug.wrappers import Response

from sandbox.door.blueprint import answer, guarded, payload
from sandbox.door.errors import DoorError
from sandbox.settings import XeroApp
from sandbox.xero.attachments import all_files
from sandbox.xero.bookkeeper import Bookkeeper
from sandbox.xero.books import IDS, Books, Record
from sandbox.xero.dates import day_string, wire_day
from sandbox.xero.deeds import day_in, pay
from sandbox.xero.identity.connections import Connections
from sandbox.xero.identity.consent_page import consented
from sandbox.xero.identity.scopes import DEFAULT, KNOWN
from sandbox.xero.identity.tokens import Asked, TokenDesk

_OTHER_KEYS = {
    "Accounts": "Code",
    "Items": "Code",
    "Contacts": "ContactNumber",
    "Invoices": "InvoiceNumber",
    "CreditNotes": "CreditNoteNumber",
    "PurchaseOrders": "PurchaseOrderNumber",
}
_DATES = ("Date", "DueDate", "PeriodLockDate", "EndOfYearLockDate")
_WITH_STRING = ("Date", "DueDate")
_MONEY = (int, float)


@dataclass(frozen=True)
class XeroDoor:
    """The books and who may reach them."""

    books: Books
    desk: TokenDesk
    connections: Connections
    app: XeroApp

    def edit(self, sent: Mapping[str, Any]) -> Record:
        """A bookkeeper changes a record by hand; null takes a field away."""
        entity, fields = str(sent.get("entity", "")), sent.get("fields")
        if entity not in IDS:
            raise DoorError(f"entity must be one of {', '.join(IDS)}.")
        if not isinstance(fields, dict) or not fields:
            raise DoorError("fields must be an object of the fields to set.")
        record = self._record(entity, str(sent.get("id", "")))
        if entity == "Payments" and fields.get("Status") == "DELETED":
            return Bookkeeper(self.books).reverse(record["PaymentID"])
        changed = {**record, **_wired(fields)}
        kept = {name: value for name, value in changed.items() if value is not None}
        return self.books.save(entity, kept)

    def _record(self, entity: str, key: str) -> Record:
        if entity == "Organisation" and not key:
            return self.books.organisation()
        found = self.books.get(entity, key) or self.books.get(entity, key.lower())
        if found is None and entity in _OTHER_KEYS:
            found = next(iter(self.books.find(entity, _OTHER_KEYS[entity], key)), None)
        if found is None:
            raise DoorError(f"There is no {key!r} among the {entity}.")
        return found

    def consent(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """A user's yes without a browser."""
        redirect_uri = str(sent.get("redirect_uri") or self.app.redirect_uris[0])
        scope = str(sent.get("scope") or DEFAULT)
        if redirect_uri not in self.app.redirect_uris:
            raise DoorError(f"{redirect_uri} is not a redirect URI of the app.")
        if not KNOWN.issuperset(scope.split()):
            raise DoorError("scope names something that is no scope.")
        asked = Asked(self.app.client_id, redirect_uri, scope)
        code = consented(self.books.store, self.desk, self.connections, asked)
        return {"code": code, "state": None}


class Shown(Protocol):
    """A resource that can show everything it holds."""

    def shown(self) -> list[Record]:
        """Every stored one as a single read shows it."""


def state(books: Books, documents: Mapping[str, Shown], connections: Connections) -> Record:
    """Every stored object as a single read shows it."""
    shown: Record = {entity: books.store.all(entity) for entity in IDS}
    shown |= {entity: resource.shown() for entity, resource in documents.items()}
    return {**shown, "Attachments": all_files(books), "Connections": connections.all()}


def xero_door_blueprint(door: XeroDoor) -> Blueprint:
    """The routes."""
    blueprint = guarded(Blueprint("xero_door", __name__, url_prefix="/_sandbox"))

    @blueprint.post("/payments")
    def payments() -> Response:
        with door.books.store.transaction():
            sent = payload()
            paid = pay(Bookkeeper(door.books), {**sent, "document": sent.get("invoice")})
            return answer(paid, 201)

    @blueprint.post("/edit")
    def edit() -> Response:
        with door.books.store.transaction():
            return answer(door.edit(payload()))

    @blueprint.post("/consents")
    def consents() -> Response:
        return answer(door.consent(payload()), 201)

    @blueprint.post("/switches")
    def switches() -> Response:
        with door.books.store.transaction():
            door.books.switches.change(payload())
            return answer(door.books.switches.values())

    @blueprint.get("/switches")
    def listed_switches() -> Response:
        return answer({"switches": door.books.switches.described()})

    return blueprint


def _wired(fields: Mapping[str, Any]) -> Record:
    wired: Record = {}
    for name, value in fields.items():
        if name in _DATES and value is not None:
            wired[name] = wire_day(day_in(value))
            if name in _WITH_STRING:
                wired[f"{name}String"] = day_string(day_in(value))
        elif isinstance(value, _MONEY) and not isinstance(value, bool):
            wired[name] = Decimal(str(value))
        else:
            wired[name] = value
    return wired
