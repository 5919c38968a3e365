"""Puts the Autotask sandbox together."""

from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from sandbox.autotask.answers import failure, message
from sandbox.autotask.context import Context
from sandbox.autotask.limits import HOURLY, THREADS, Limits, RollingHour
from sandbox.autotask.lock import WRONG_SECRETS, UserLock
from sandbox.autotask.passing import Passing
from sandbox.autotask.problems import ApiError, WrongVerbError
from sandbox.autotask.rights import Rights
from sandbox.autotask.routes.access import check_call
from sandbox.autotask.routes.documents import documents
from sandbox.autotask.routes.door import door_extras
from sandbox.autotask.routes.entities import entity_routes
from sandbox.autotask.routes.information import information
from sandbox.autotask.sight import Sight
from sandbox.autotask.tenant import Tenant
from sandbox.autotask.vendor import ROOT, AutotaskVendor
from sandbox.autotask.zones import ENVIRON_KEY, Zones, prefix, split
from sandbox.door.blueprint import door_blueprint
from sandbox.door.clock import Clock
from sandbox.door.gate import Gate
from sandbox.door.inspection import Door
from sandbox.door.limits import LimitBoard
from sandbox.door.storage import Store
from sandbox.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def create_app(settings: Settings) -> Gate:
    """The sandbox behind its gate, with the world of its last run or, at first, of its settings."""
    store, clock = Store(settings.database), Clock()
    board = LimitBoard(
        {"hourly": HOURLY, "threads": THREADS, "delay_scale": settings.delay_scale}
        | {"wrong_secrets": WRONG_SECRETS},
        store,
    )
    limits = Limits(board, RollingHour(store, clock))
    tenant = Tenant(store)
    passing = Passing(tenant, store, clock, settings.invoice_seconds)
    door = Door(AutotaskVendor(tenant, passing, limits), store, clock, board, settings.today)
    rights = Rights(store, tenant.switches)
    tenant.sees = Sight(tenant, rights, passing).of
    limits.wait = door.latency.hold
    limits.hour_status = lambda: int(tenant.switches.position("hourly_refusal"))
    door.begin(settings.seed, settings.world)
    passing.resume()
    lock, zones = UserLock(store, board), Zones(store)
    context = Context(tenant, passing, limits, clock, settings.autotask, lock, rights, zones)
    return Gate(_flask_app(context, door), door)


def _flask_app(context: Context, door: Door) -> "WSGIApplication":
    app = Flask(__name__)
    app.register_blueprint(door_blueprint(door))
    app.register_blueprint(door_extras(context))
    for blueprint in (information(context), documents(context), entity_routes(context)):
        blueprint.before_request(lambda: check_call(context))
        prefix = ROOT.rstrip("/") + (blueprint.url_prefix or "")
        app.register_blueprint(blueprint, url_prefix=prefix)
    _handle_errors(app)
    return _Paths(app)


def _handle_errors(app: Flask) -> None:
    @app.errorhandler(ApiError)
    def api_error(problem: ApiError) -> Response:
        return failure(problem.status, problem.errors)

    @app.errorhandler(WrongVerbError)
    def wrong_verb(problem: WrongVerbError) -> Response:
        return message(405, problem.message)

    @app.errorhandler(MethodNotAllowed)
    def not_allowed(problem: MethodNotAllowed) -> Response:
        return message(405, WrongVerbError(request.method).message)

    @app.errorhandler(NotFound)
    def not_found(problem: NotFound) -> Response:
        return message(404, f"No HTTP resource was found that matches the URI '{request.url}'.")


class _Paths:
    """Autotask does not care about the case of paths, Flask does; and a zone is a path of its own."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        zone, path = split(environ.get("PATH_INFO", "").lower())
        if path.startswith(ROOT):
            inside = {"PATH_INFO": path, "SCRIPT_NAME": prefix(zone), ENVIRON_KEY: zone}
            environ = {**environ, **inside}
        return self._app(environ, start_response)
