"""Lists, bulk actions, exports, saved views."""

TABLE = {
    "documents.sync": "viewer",
    "documents.listing": "viewer",
    "export.as_csv": "viewer",
    "export.ticked_as_csv": "viewer",
    "export.begin": "viewer",
    "export.page": "viewer",
    "export.stop": "viewer",
    "export.file": "viewer",
    "actions.change": "operator",
    "bulk.ask": "operator",
    "bulk.ask_ticked": "operator",
    "bulk.begin": "operator",
    "bulk.page": "viewer",
    "bulk.stop": "operator",
    "views.page": "viewer",
    "views.keep": "viewer",
    "views.change": "viewer",
    "api.documents.listing": "viewer",
    "api.documents.resync_cause": "operator",
    "api.bulk.begin": "operator",
    "api.bulk.one": "viewer",
    "api.bulk.stop": "operator",
    "api.views.listing": "viewer",
    "api.views.keep": "viewer",
    "api.views.delete": "viewer",
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
        "/c/kauri/sync/invoices/bulk/selected",
        "/c/kauri/sync/bulk/b1/stop",
    ),
}
VALUES: dict[str, object] = {
    "shelf": "invoices",
    "command": "resync",
    "export_id": "e1",
    "bulk_id": "b1",
    "view_id": "v1",
}
