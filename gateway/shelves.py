"""The two lists of documents: the word in the address and the store's word."""

from core.store.views.search import Kind

SHELVES: dict[str, Kind] = {"invoices": "invoices", "purchase-orders": "purchase_orders"}
SHELF = "<any('invoices','purchase-orders'):shelf>"
"""As a part of an address."""
