"""Brings payments from Xero into the ledger, where a record shows what is still open."""
