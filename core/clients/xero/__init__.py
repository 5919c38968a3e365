"""Xero's Accounting API 2.0 and its sign-in, as far as sales documents, contacts and payments need.

    client.py      reads, and `send`, the only call that changes anything; start here
    payloads.py    a mapped draft to the exact bytes that are frozen and sent
    elements.py    the answer to a batch, element by element
    answers.py     which status and body means which error
    translate.py   Xero's JSON to the domain's types
    door.py        headers, one call, all pages
    where.py       Xero's filter language
    oauth.py       consent, tokens, refresh
    fields.py      reads one field of an element, tolerantly
    entities.py    what the client returns where the domain has no word

Facts follow developer.xero.com/documentation/api/accounting and Xero's OpenAPI file.
"""
