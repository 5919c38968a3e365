"""What every page has, connections, Autotask."""

TABLE = {
    "static": "public",
    "joined_parts": "public",
    "health.healthz": "public",
    "health.readyz": "public",
    "health.metrics": "public",
    "sign_in.sign_in": "public",
    "sign_in.check": "public",
    "sign_in.sign_out": "public",
    "home.home": "viewer",
    "viewing.choose": "viewer",
    "dashboard.dashboard": "viewer",
    "live.live": "viewer",
    "autotask.page": "viewer",
    "autotask.refresh_lists": "operator",
    "autotask.test": "operator",
    "autotask.tell_again": "operator",
    "autotask.credentials": "admin",
    "actions.sync_now": "operator",
    "actions.state": "admin",
    "xero_connect.begin": "admin",
    "xero_connect.callback": "admin",
    "api_docs": "viewer",
    "api.openapi": "public",
    "api.connections.connections": "viewer",
    "api.connections.connection": "viewer",
    "api.connections.change": "admin",
    "api.connections.sync_now": "operator",
    "api.connections.summary_of": "viewer",
    "api.autotask.autotask": "viewer",
    "api.autotask.refresh_lists": "operator",
    "api.autotask.test": "operator",
    "api.autotask.tell_again": "operator",
    "api.autotask.credentials": "admin",
}
COMMANDS = {
    "operator": (
        "/c/kauri/sync-now",
        "/c/kauri/autotask/refresh-lists",
        "/c/kauri/autotask/test",
    ),
    "admin": (
        "/c/kauri/state",
        "/c/kauri/autotask/credentials",
    ),
}
VALUES: dict[str, object] = {"connection": "kauri"}
