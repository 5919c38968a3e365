"""Sync Logs, Analytics, audit."""

TABLE = {
    "analytics.page": "viewer",
    "logs.page": "viewer",
    "logs.posted_request": "viewer",
    "api.connections.analytics": "viewer",
    "api.logs.logs": "viewer",
    "api.logs.unknown_refusals": "viewer",
}
VALUES: dict[str, object] = {"batch": "b-1"}
