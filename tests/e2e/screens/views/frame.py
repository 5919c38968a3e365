"""Home, dashboards in every state, the menus of the head, the Autotask side, the documentation."""

from datetime import datetime

from tests.e2e.screens.catalogue import View
from tests.e2e.screens.watched import Watched
from tests.factories import gateway_world as world
from tests.factories.world.jobs import bulk_action
from tests.factories.world.names import LONG_NAMES


def fill(now: datetime) -> None:
    """One connection before anything is set up, one with long names and much going on."""
    world.connection(
        now, "bare", name="Nothing yet", state="paused", token_set_id=None, autotask_user=None,
        autotask_health={}, xero_health={}, xero_organisation=None, xero_timezone=None,
    )  # fmt: skip
    world.connection(
        now, "long", name=LONG_NAMES[0], state="paused", xero_organisation=LONG_NAMES[1]
    )
    for number, name in enumerate(LONG_NAMES):
        world.fault(55_001 + number, now, kind=number, connection_id="long", company=name)
        world.invoice(55_011 + number, now, "long", company=name)
        world.complete(55_021 + number, now, connection_id="long", company=name)
    bulk_action(now, "long-job", "long")


def account_menu(watched: Watched) -> None:
    watched.page.get_by_role("button", name="Account").click()


def connections_menu(watched: Watched) -> None:
    watched.page.get_by_role("button", name="Connection:").click()


def first_switch(watched: Watched) -> None:
    watched.page.get_by_role("switch").click()


VIEWS = {
    "home": View("/"),
    "home of a viewer": View("/", role="viewer"),
    "dashboard": View("/c/kauri/dashboard"),
    "dashboard of a viewer": View("/c/kauri/dashboard", role="viewer"),
    "first run": View("/c/bare/dashboard"),
    "first run, half way": View("/c/fresh/dashboard", role="operator"),
    "first switch-on": View("/c/fresh/dashboard", prepare=first_switch),
    "first switch-on as a page": View("/c/fresh/switch-on"),
    "long names, paused, a job is on": View("/c/long/dashboard"),
    "account menu": View("/c/kauri/dashboard", prepare=account_menu),
    "connections menu": View("/c/long/dashboard", prepare=connections_menu),
    "disconnected": View("/c/disconnected/dashboard"),
    "permission missing": View("/c/scope-missing/dashboard"),
    "daily limit": View("/c/limited-day/dashboard"),
    "maintenance": View("/c/maintenance/dashboard"),
    "minute limit": View("/c/limited-minute/dashboard"),
    "no approval right": View("/c/warned/dashboard"),
    "autotask": View("/c/kauri/autotask"),
    "autotask before credentials": View("/c/bare/autotask"),
    "autotask refuses us": View("/c/autotask-unauthorized/autotask"),
    "autotask flipped": View("/c/flipped/autotask"),
    "autotask shared": View("/c/totara/autotask"),
    "documentation": View("/api/docs"),
}
