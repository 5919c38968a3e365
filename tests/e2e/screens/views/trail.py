"""Sync Logs and Analytics."""

from tests.e2e.screens.catalogue import View

VIEWS = {
    "logs": View("/c/kauri/sync/logs"),
    "analytics": View("/c/kauri/sync/analytics"),
    "value": View("/c/kauri/sync/analytics?measure=value&currency=AUD&span=24"),
}
