"""Choosing, ordering and paging rows the way Xero's list endpoints do."""
