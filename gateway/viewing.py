"""How a person likes to look: zone of times, height of rows, rows on a page; kept in a cookie.

It changes no figure: months and days of money stay those of the organisation.
"""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Literal, cast
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

COOKIE = "viewing"
ZONES = ("organisation", "browser", "utc")
PAGE_SIZES = (100, 500)

ZoneChoice = Literal["organisation", "browser", "utc"]
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Viewing:
    """`browser_zone` counts where the choice is "browser"; only a script can tell its name."""

    zone_choice: ZoneChoice = "organisation"
    browser_zone: str = ""
    is_compact: bool = False
    page_size: int = PAGE_SIZES[-1]

    def zone(self, organisation: tzinfo) -> tzinfo:
        if self.zone_choice == "utc":
            return UTC
        if self.zone_choice == "browser":
            return known_zone(self.browser_zone) or organisation
        return organisation

    def as_cookie(self) -> str:
        return urlencode(
            {
                "zone": self.zone_choice,
                "browser": self.browser_zone,
                "rows": "compact" if self.is_compact else "roomy",
                "page": self.page_size,
            }
        )


USUAL = Viewing()


def from_cookie(text: str) -> Viewing:
    """What a browser sent, read word by word: what makes no sense is as usual."""
    given = {name: values[0] for name, values in parse_qs(text[:200]).items()}
    return make_viewing(
        given.get("zone", ""),
        given.get("browser", ""),
        given.get("rows", ""),
        given.get("page", ""),
    )


def make_viewing(zone: str, browser_zone: str, rows: str, page: str) -> Viewing:
    is_browser = zone == "browser" and known_zone(browser_zone) is not None
    is_known = zone in ZONES and (zone != "browser" or is_browser)
    return Viewing(
        zone_choice=cast("ZoneChoice", zone) if is_known else USUAL.zone_choice,
        browser_zone=browser_zone if is_browser else "",
        is_compact=rows == "compact",
        page_size=int(page) if page in map(str, PAGE_SIZES) else USUAL.page_size,
    )


def known_zone(name: str) -> tzinfo | None:
    if not 0 < len(name) <= _LONGEST_NAME:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
