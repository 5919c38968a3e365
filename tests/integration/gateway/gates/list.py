"""Lists, bulk actions, exports, saved views."""

TABLE = {
    "documents.sync": "viewer",
    "documents.listing": "viewer",
    "export.as_csv": "viewer",
    "export.begin": "viewer",
    "export.page": "viewer",
    "export.stop": "viewer",
    "export.file": "viewer",
    "actions.change": "operator",
    "actions.bulk": "operator",
    "actions.ask_resync_cause": "operator",
    "actions.resync_cause": "operator",
    "api.documents.listing": "viewer",
    "api.documents.resync_cause": "operator",
    "api.exports.as_csv": "viewer",
    "api.exports.as_excel": "viewer",
    "api.exports.begin": "viewer",
    "api.exports.one": "viewer",
    "api.exports.stop": "viewer",
    "api.exports.file": "viewer",
}
COMMANDS = {
    "operator": (
        "/c/kauri/sync/invoices/bulk",
        "/c/kauri/sync/invoices/resync-cause",
    ),
}
VALUES: dict[str, object] = {"shelf": "invoices", "command": "resync", "export_id": "e1"}
