"""Lines of the log that are drawn once, and as they are."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from core.store.views.logs import LogRow
from gateway import assets
from gateway.pages.line_drawing import KEPT, draw
from tests.unit.gateway.presenters.made import NOW


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    app = Flask("gateway", template_folder=str(assets.WEB / "templates"))
    app.jinja_env.globals["icon"] = assets.icon
    draw.cache_clear()
    with app.app_context():
        yield


def make_line(**changes: Any) -> LogRow:
    values: dict[str, Any] = {
        "id": "l1", "at": NOW, "level": "info", "service": "xero_posting", "code": "POSTED",
        "message": "Xero has it.", "autotask_id": 7, "xero_id": None, "run_id": "r",
        "detail": {"status": 200},
    }  # fmt: skip
    return LogRow(**{**values, **changes})


def test_a_line_is_drawn_once() -> None:
    assert draw("kauri", UTC, make_line()) is draw("kauri", UTC, make_line())


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "<i>"},
        {"level": "error"},
        {"service": "gateway"},
        {"autotask_id": 8},
        {"code": "X"},
        {"xero_id": "x-1"},
        {"detail": {"status": 500}},
        {"detail": {}},
    ],
)
def test_a_line_that_says_something_else_is_drawn_as_it_is(changes: dict[str, Any]) -> None:
    before = draw("kauri", UTC, make_line())
    now = draw("kauri", UTC, make_line(**changes))
    assert now != before
    assert "<i>" not in now


def test_each_connection_and_each_zone_has_lines_of_its_own() -> None:
    assert "/c/totara/" in draw("totara", UTC, make_line())
    assert "/c/totara/" not in draw("kauri", UTC, make_line())
    assert "NZDT" in draw("kauri", ZoneInfo("Pacific/Auckland"), make_line())


def test_only_so_many_lines_are_kept() -> None:
    for number in range(KEPT + 5):
        draw("kauri", UTC, make_line(id=f"l{number}"))
    assert draw.cache_info().currsize == KEPT
