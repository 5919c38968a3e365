"""From one connection to another, staying on the same kind of page."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for

from core.store.views.switcher import Other, with_faults

SEARCH_FROM = 10
"""With so many connections the menu has a field to find one."""


@dataclass(frozen=True, slots=True)
class Switcher:
    """Where each connection's version of this page is."""

    lines: tuple[tuple[Other, str], ...]

    @property
    def has_search(self) -> bool:
        return len(self.lines) >= SEARCH_FROM


def switcher(others: Sequence[Other]) -> Switcher:
    """One connection alone has nowhere to go from, and nothing is counted for it."""
    shown = with_faults(others) if len(others) > 1 else others
    return Switcher(tuple((other, _same_page(other.id)) for other in shown))


def _same_page(connection: str) -> str:
    """The same list or page there; a single record exists in one connection only."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return url_for("dashboard.dashboard", connection=connection)
    values = dict(request.view_args or {}) | {"connection": connection}
    if rule.arguments <= {"connection", "shelf", "section", "table"}:
        return url_for(rule.endpoint, **values)
    if "shelf" in rule.arguments:
        return url_for("documents.listing", connection=connection, shelf=values["shelf"])
    return url_for("dashboard.dashboard", connection=connection)
