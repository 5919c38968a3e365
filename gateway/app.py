"""Puts the gateway together: settings in, Flask application out."""

import hashlib
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from core.runtime.rpc_client import RpcClient
from core.runtime.settings import Settings
from core.store import connect
from core.store.sealing import Sealer
from gateway import (
    assets,
    credential_limit,
    errors,
    gate,
    health,
    paper_limit,
    security,
    sign_in,
    timing,
    tracing,
    xero_connect,
)
from gateway.api import routes
from gateway.asking import Rpc
from gateway.autotask_commands import AutotaskCommands
from gateway.commands import Commands
from gateway.messages import frame as messages
from gateway.pages import (
    actions,
    analytics,
    audit,
    autotask,
    bulk,
    configuration,
    contacts,
    dashboard,
    documents,
    engine,
    export,
    fix,
    home,
    live,
    logs,
    papers,
    preflight,
    record,
    viewing,
    views,
)
from gateway.presenters.counted import counted

_LARGEST_BODY = 1_000_000


def create_app(settings: Settings, rpc: Rpc | None = None) -> Flask:
    """One application for one process. MongoDB and RabbitMQ are reached at the first question, so
    after the fork of a server's workers, and may be away when the gateway starts."""
    connect.connect(settings.mongo_uri)
    app = Flask(
        "gateway",
        static_folder=str(assets.WEB / "static"),
        static_url_path="/static",
        template_folder=str(assets.WEB / "templates"),
    )
    app.config.update(_config(settings))
    caller = rpc or RpcClient(settings.amqp_uri)
    app.extensions["commands"] = Commands(caller)
    app.extensions["autotask_commands"] = AutotaskCommands(caller, Sealer(settings.secret_key))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(product=messages.PRODUCT, plural=messages.plural)
    app.jinja_env.filters["counted"] = counted
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _install(app, settings)
    return app


def _install(app: Flask, settings: Settings) -> None:
    timing.install(app)
    tracing.install(app)
    health.install(app)
    csrf = CSRFProtect(app)
    gate.install(app, csrf, idle_seconds=settings.session_idle_minutes * 60)
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    sign_in.install(app, limiter)
    paper_limit.install(app, limiter)
    credential_limit.install(app, limiter)
    for pages in (
        home, dashboard, engine, documents, views, bulk, record, fix, papers, actions, analytics,
        logs, live, export, preflight, contacts, autotask, xero_connect, viewing,
        configuration, audit,
    ):  # fmt: skip
        app.register_blueprint(pages.blueprint)
    routes.install(app)
    errors.install(app)
    Compress(app)
    security.install(app, behind_tls=settings.public_url.startswith("https://"))
    assets.install(app)

    @app.context_processor
    def who() -> dict[str, Any]:
        return {"me": gate.principal_or_none(), "viewing": viewing.viewing()}


def _config(settings: Settings) -> dict[str, Any]:
    keys = [_signing_key(key) for key in settings.secret_keys]
    behind_tls = settings.public_url.startswith("https://")
    return {
        "SETTINGS": settings,
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": keys[1:],
        "SESSION_COOKIE_NAME": "counterfoil",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": behind_tls,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": behind_tls,
        "MAX_CONTENT_LENGTH": _LARGEST_BODY,
        "COMPRESS_MIMETYPES": [
            "text/html", "text/css", "text/javascript", "image/svg+xml", "application/json",
        ],
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_STREAMS": False,
        "RATELIMIT_HEADERS_ENABLED": True,
    }  # fmt: skip


def _signing_key(key: str) -> bytes:
    """Cookies are not sealed with the key that seals vendors' tokens, but with one drawn from it."""
    return hashlib.sha256(b"counterfoil session cookies " + key.encode()).digest()
