"""Xero as its documents describe it: OAuth under /identity/, /connections, and /api.xro/2.0/.

app.py         puts everything together; vendor.py is what the shared door machinery asks
identity/      consents, tokens, scopes, and who a call comes from
gateway.py     the way into /api.xro/2.0/: access, content type, idempotency, errors
reading/       where, order, paging, If-Modified-Since
documents/     invoices, bills and credit notes: amounts, rules, statuses, shapes
orders/        purchase orders
contacts.py, payments.py, items.py, reference.py   the other resources
parts.py       what hangs below a record: allocations, notes, files
webhooks/      events, signatures, deliveries
bookkeeper.py  what people do in Xero's screens; deeds.py opens it at the door
fault_kinds.py, surprises.py   faults that are Xero's own, and those that change the books
open_questions.py   what the documents leave open, each with a switch

Where a question is open, the answer at the start is mostly the one that hurts a careless client.
"""
