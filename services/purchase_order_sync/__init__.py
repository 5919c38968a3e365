"""Brings purchase orders from Autotask into the ledger, where screens show them."""
