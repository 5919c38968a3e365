"""Lists of documents."""

from tests.e2e.screens.catalogue import View

VIEWS = {
    "invoices": View("/c/kauri/sync/invoices"),
    "faults": View("/c/kauri/sync/invoices?status=fault"),
    "no match": View("/c/kauri/sync/invoices?q=zzzz"),
    "purchase orders": View("/c/kauri/sync/purchase-orders"),
    "nothing yet": View("/c/fresh/sync/invoices"),
    "retry all": View("/c/kauri/sync/invoices/resync-cause?cause=ACCOUNT_ARCHIVED"),
    "one cause": View("/c/kauri/sync/invoices?status=fault&cause=ACCOUNT_ARCHIVED"),
}
