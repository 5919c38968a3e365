"""Putting the Xero sandbox together."""

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from sandbox.door.blueprint import door_blueprint
from sandbox.door.clock import Clock
from sandbox.door.gate import Gate
from sandbox.door.inspection import Door
from sandbox.door.limits import LimitBoard
from sandbox.door.storage import Store
from sandbox.settings import Settings
from sandbox.xero import answers
from sandbox.xero.admission import DOCUMENTED, Admission
from sandbox.xero.batches import Batches
from sandbox.xero.books import Books
from sandbox.xero.contacts import Contacts
from sandbox.xero.deeds import deeds_blueprint
from sandbox.xero.documents.kinds import KINDS
from sandbox.xero.documents.resource import Documents
from sandbox.xero.envelope import Envelope
from sandbox.xero.gateway import Gateway, api_blueprint
from sandbox.xero.idempotency import Idempotency
from sandbox.xero.identity.access import Access
from sandbox.xero.identity.connections import Connections
from sandbox.xero.identity.connections_endpoint import connections_blueprint
from sandbox.xero.identity.consent_page import consent_blueprint
from sandbox.xero.identity.token_endpoint import token_blueprint
from sandbox.xero.identity.tokens import TokenDesk
from sandbox.xero.inspection import XeroDoor, state, xero_door_blueprint
from sandbox.xero.items import Items
from sandbox.xero.orders.resource import PurchaseOrders
from sandbox.xero.parts import Parts
from sandbox.xero.payments import Payments
from sandbox.xero.reference import Listed, Organisation, TrackingCategories
from sandbox.xero.resource import Resource
from sandbox.xero.vendor import LASTING, XeroVendor
from sandbox.xero.webhooks.delivery import Webhooks
from sandbox.xero.webhooks.door import webhooks_blueprint


def create_app(settings: Settings) -> Gate:
    """The whole sandbox as a WSGI application, its world built or found on disk."""
    clock = Clock()
    store = Store(settings.database)
    books = Books(store, clock)
    desk, connections = TokenDesk(store, clock), Connections(store, clock)
    access = Access(desk, connections, clock)
    limits = LimitBoard(DOCUMENTED, store)
    envelope = Envelope(clock)
    batches = Batches(books, envelope)
    documents = {kind.entity: Documents(books, kind, envelope, batches) for kind in KINDS}
    orders = PurchaseOrders(books, envelope, batches)
    resources = {**_resources(books, envelope, batches), **documents, "PurchaseOrders": orders}
    gateway = Gateway(
        access,
        Idempotency(store, clock, books.switches),
        resources,
        Parts(books, envelope, batches),
        books,
    )
    vendor = XeroVendor(
        store,
        clock,
        Admission(access, limits, books),
        gateway,
        lambda: state(books, {**documents, "PurchaseOrders": orders}, connections),
    )
    door = Door(vendor, store, clock, limits, settings.today, lasting=LASTING)
    webhooks = Webhooks(store, clock, door.stopping)
    books.events = webhooks.log
    door.late_seconds = lambda: float(books.switches.value("late_commit_seconds"))
    door.begin(settings.seed, settings.world)
    app = Flask("sandbox.xero", static_folder=None)
    app.register_blueprint(door_blueprint(door))
    app.register_blueprint(xero_door_blueprint(XeroDoor(books, desk, connections, settings.xero)))
    app.register_blueprint(deeds_blueprint(books))
    app.register_blueprint(webhooks_blueprint(webhooks))
    app.register_blueprint(api_blueprint(gateway))
    app.register_blueprint(token_blueprint(settings.xero, desk, connections))
    app.register_blueprint(consent_blueprint(settings.xero, store, desk, connections))
    app.register_blueprint(connections_blueprint(store, access, connections))
    _shape_errors(app)
    return Gate(app, door)


def _resources(books: Books, envelope: Envelope, batches: Batches) -> dict[str, Resource]:
    listed = (
        ("Accounts", "Account"),
        ("TaxRates", "TaxRate"),
        ("BrandingThemes", "BrandingTheme"),
        ("Currencies", "Currency"),
    )
    organisation = Organisation(books, envelope)
    return {
        "Organisation": organisation,
        "Organisations": organisation,
        **{entity: Listed(books, envelope, entity, noun) for entity, noun in listed},
        "TrackingCategories": TrackingCategories(books, envelope),
        "Items": Items(books, envelope, batches),
        "Contacts": Contacts(books, envelope, batches),
        "Payments": Payments(books, envelope, batches),
    }


def _shape_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(problem: HTTPException) -> Response:
        if problem.code == 404:
            return answers.not_found()
        return Response(problem.name, problem.code, content_type="text/plain; charset=utf-8")

    @app.errorhandler(500)
    def broken(problem: object) -> Response:
        return answers.broken()
