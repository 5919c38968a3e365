"""A piece of a page that a poll brings."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Part:
    """`html` is the whole element with this id, or a table whose rows have ids of their own."""

    id: str
    html: Markup


def part(name: str, template: str, **values: Any) -> Part:
    """`name` is an id on the page."""
    return Part(name, Markup(render_template(template, **values)))  # noqa: S704 - Jinja has escaped it.
