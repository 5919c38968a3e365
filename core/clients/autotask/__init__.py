"""Autotask PSA's REST API (V1.0), read as an outsider may: query, and three writable invoice fields.

    client.py      the calls; start here
    rows.py        many rows with few questions: windows, lists of ids, groups, whole lists
    people.py      who at a company may get its invoices
    door.py        headers, one call, all pages of a query; a tenant that moved is followed
    pages.py       whether a page can be trusted, and whether it is the last
    query.py       the query language, checked by ourselves because Autotask ignores what it doesn't know
    metadata.py    which fields the entities have, so that no question names one that they lack
    answers.py     which status and text means which error
    translate.py   Autotask's JSON to the domain's types; the only place that knows its field names
    zone.py        which server a tenant lives on, and whether an address may be called at all
    entities.py    what the client returns where the domain has no word

Facts follow ww1.autotask.net/help/DeveloperHelp/Content/APIs/REST.
"""
