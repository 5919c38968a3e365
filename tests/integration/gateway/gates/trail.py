"""Sync Logs, Analytics, audit."""

TABLE = {
    "analytics.page": "viewer",
    "logs.page": "viewer",
    "api.connections.analytics": "viewer",
    "api.logs.logs": "viewer",
    "api.logs.unknown_refusals": "viewer",
}
