"""Configuration: overview, fields, mapping tables, drafts, history."""

from datetime import datetime

from tests.e2e.screens.catalogue import View
from tests.e2e.screens.watched import Watched
from tests.factories.world import options

RIMU = "/c/rimu/configuration"
ANSWERS = {"save_settings": options.saves_options}


def fill(now: datetime) -> None:
    options.options(now)
    options.options(now, "rimu-two", name="Rimu in two minds")
    for walk in ("walk", "walk-plain"):
        options.options(now, walk, name="Walked through")
    options.draft(now, "rimu", "d-1")
    options.draft(now, "rimu-two", "d-2")
    options.saves_options(
        {"connection_id": "rimu-two", "by": "ben@kauri.example",
         "rows": [{"option": "accounts", "key": ["Hardware"], "value": "200"}]}
    )  # fmt: skip


def refused(watched: Watched) -> None:
    watched.page.get_by_label("Days until due").fill("9999")
    watched.page.get_by_role("button", name="See what it changes").click()
    watched.page.get_by_text("It may be at most 365.").wait_for()


VIEWS = {
    "overview": View(RIMU),
    "first run": View("/c/fresh/configuration"),
    "accounts": View(f"{RIMU}/accounts"),
    "accounts for a viewer": View(f"{RIMU}/accounts", role="viewer"),
    "nothing read yet": View("/c/fresh/configuration/accounts"),
    "tax": View(f"{RIMU}/tax"),
    "tracking": View(f"{RIMU}/tracking"),
    "posting": View(f"{RIMU}/posting"),
    "refused": View(f"{RIMU}/dates", prepare=refused, expected=("422",)),
    "draft": View(f"{RIMU}/changes/d-1"),
    "two people": View("/c/rimu-two/configuration/changes/d-2"),
    "history": View(f"{RIMU}/changes"),
}
