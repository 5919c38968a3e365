"""Xero as its documents describe it: OAuth under /identity/, /connections, and /api.xro/2.0/.

app.py         puts everything together; vendor.py is what the shared door machinery asks
identity/      consents, tokens, scopes, and who a call comes from
gateway.py     the way into /api.xro/2.0/: access, content type, idempotency, errors
reading/       where, order, paging, If-Modified-Since
documents/     invoices and credit notes: amounts, rules, statuses, shapes
contacts.py, payments.py, reference.py   the other resources

Where the documents leave a question open, the answer here is the one that hurts a careless client.
"""
