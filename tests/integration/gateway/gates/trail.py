"""Sync Logs, Analytics, audit."""

TABLE = {
    "analytics.page": "viewer",
    "logs.page": "viewer",
    "logs.posted_request": "viewer",
    "audit.overview": "viewer",
    "audit.find": "viewer",
    "audit.simulated": "viewer",
    "audit.read_again": "viewer",
    "audit.contacts": "viewer",
    "audit.start_contacts": "operator",
    "audit.stop_contacts": "operator",
    "audit.contacts_as_file": "viewer",
    "audit.comparison": "viewer",
    "audit.check": "operator",
    "audit.trail": "admin",
    "api.audit.simulated": "viewer",
    "api.audit.read_aside": "viewer",
    "api.audit.start_contacts": "operator",
    "api.audit.stop_contacts": "operator",
    "api.audit.contacts": "viewer",
    "api.audit.companies": "viewer",
    "api.audit.comparison": "viewer",
    "api.audit.trail": "admin",
    "api.connections.analytics": "viewer",
    "api.logs.logs": "viewer",
    "api.logs.unknown_refusals": "viewer",
}
COMMANDS = {
    "operator": (
        "/c/kauri/audit/contacts",
        "/c/kauri/audit/contacts/r-1/stop",
    ),
}
VALUES: dict[str, object] = {"batch": "b-1", "report": "r-1"}
