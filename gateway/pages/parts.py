"""A piece of a page that a poll brings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Part:
    """`html` is the whole element with this id, or a table whose rows have ids of their own."""

    id: str
    html: Markup


_FIRST_YEAR = 2000


def instant_of(given: str) -> datetime | None:
    """An instant that a page was given; None for a text that no page of ours has."""
    try:
        # A plus sign that came unescaped in a query string arrives as a blank.
        at = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError:
        return None
    return at if at.tzinfo and at.year >= _FIRST_YEAR else None


def part(name: str, template: str, **values: Any) -> Part:
    """`name` is an id on the page."""
    return Part(name, Markup(render_template(template, **values)))  # noqa: S704 - Jinja has escaped it.
