"""Home, dashboards in every state, the Autotask side, the documentation."""

from tests.e2e.screens.catalogue import View

VIEWS = {
    "home": View("/"),
    "dashboard": View("/c/kauri/dashboard"),
    "disconnected": View("/c/disconnected/dashboard"),
    "permission missing": View("/c/scope-missing/dashboard"),
    "daily limit": View("/c/limited-day/dashboard"),
    "maintenance": View("/c/maintenance/dashboard"),
    "minute limit": View("/c/limited-minute/dashboard"),
    "no approval right": View("/c/warned/dashboard"),
    "autotask": View("/c/kauri/autotask"),
    "autotask refuses us": View("/c/autotask-unauthorized/autotask"),
    "autotask flipped": View("/c/flipped/autotask"),
    "autotask shared": View("/c/totara/autotask"),
    "documentation": View("/api/docs"),
}
