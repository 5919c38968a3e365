"""Brings invoices from Autotask into the ledger. Start with `ingest.py`."""
