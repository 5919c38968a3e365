"""One record: panel, papers, preflight, contacts."""

TABLE = {
    "record.record": "viewer",
    "record.raw": "viewer",
    "record.log": "viewer",
    "record.put_away": "admin",
    "fix.ask": "admin",
    "fix.effect": "admin",
    "fix.fix": "admin",
    "papers.source": "viewer",
    "papers.pdf": "viewer",
    "preflight.page": "viewer",
    "preflight.start": "operator",
    "preflight.as_file": "viewer",
    "preflight.preview": "viewer",
    "contacts.choose": "operator",
    "contacts.link": "operator",
    "api.record.detail": "viewer",
    "api.record.change": "operator",
    "api.record.fix": "admin",
    "api.record.put_away": "admin",
    "api.papers.preview": "viewer",
    "api.papers.pdf": "viewer",
    "api.contacts.suggestions": "operator",
    "api.contacts.link": "operator",
    "api.preflights.preview": "viewer",
    "api.preflights.start": "operator",
    "api.preflights.listing": "viewer",
    "api.preflights.one": "viewer",
    "api.preflights.rows": "viewer",
    "api.preflights.as_file": "viewer",
}
COMMANDS = {
    "operator": (
        "/c/kauri/sync/invoices/49010/resync",
        "/c/kauri/sync/invoices/49010/skip",
        "/c/kauri/sync/invoices/49010/trace",
        "/c/kauri/sync/preflight",
        "/c/kauri/sync/invoices/49010/contact",
    ),
    "admin": (
        "/c/kauri/sync/invoices/49010/fix",
        "/c/kauri/sync/invoices/49010/remove",
        "/c/kauri/sync/invoices/49010/bring-back",
    ),
}
VALUES: dict[str, object] = {
    "autotask_id": 48000,
    "ending": "csv",
    "preflight": "p1",
    "company_id": 7,
}
