"""Lists, bulk actions, exports, saved views."""

TABLE = {
    "documents.sync": "viewer",
    "documents.listing": "viewer",
    "export.export": "viewer",
    "actions.change": "operator",
    "actions.bulk": "operator",
    "actions.ask_resync_cause": "operator",
    "actions.resync_cause": "operator",
    "api.documents.listing": "viewer",
    "api.documents.resync_cause": "operator",
    "api.documents.export": "viewer",
}
COMMANDS = {
    "operator": (
        "/c/kauri/sync/invoices/bulk",
        "/c/kauri/sync/invoices/resync-cause",
    ),
}
VALUES: dict[str, object] = {"shelf": "invoices", "form": "csv", "command": "resync"}
