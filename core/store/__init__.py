"""MongoDB, the ledger. Only this package imports mongoengine or pymongo.

`documents.py` declares shapes and indexes and stays private; every other module answers the
questions of one room: `invoices`, `batches`, `leases`, `budgets`, ... `views` is what screens read.
"""
