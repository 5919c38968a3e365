"""Configuration: options, mapping tables, drafts, history."""

TABLE = {
    "configuration.overview": "viewer",
    "configuration.section": "viewer",
    "configuration.change": "admin",
    "configuration.change_table": "admin",
    "configuration.table_file": "viewer",
    "configuration.import_table": "admin",
    "configuration.refresh": "operator",
    "configuration.changes": "viewer",
    "configuration.draft": "admin",
    "configuration.draft_file": "admin",
    "configuration.settle": "admin",
    "configuration.apply": "admin",
    "configuration.discard": "admin",
    "api.configuration.configuration": "viewer",
    "api.configuration.effect": "operator",
    "api.configuration.changes": "viewer",
    "api.mappings.rows": "viewer",
    "api.mappings.change": "admin",
    "api.mappings.as_file": "viewer",
    "api.mappings.import_table": "admin",
}
COMMANDS = {
    "operator": ("/c/kauri/configuration/refresh",),
    "admin": (
        "/c/kauri/configuration/dates", "/c/kauri/configuration/tables/accounts",
        "/c/kauri/configuration/tables/accounts/import", "/c/kauri/configuration/changes/d1/apply",
        "/c/kauri/configuration/changes/d1/discard", "/c/kauri/configuration/changes/d1/settle",
    ),
}  # fmt: skip
VALUES: dict[str, object] = {"section": "dates", "table": "accounts", "draft": "d1"}
