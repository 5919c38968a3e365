"""Every screen of the catalogue in a real browser: it reads well for everyone, and breaks no rule."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.screens import catalogue
from tests.e2e.screens.catalogue import PHONE, WIDTHS
from tests.e2e.screens.watched import Watched

SitDown = Callable[[str], Watched]

VIEWS = catalogue.all_views()


@pytest.mark.parametrize("name", VIEWS)
def test_a_screen_has_no_barrier_breaks_no_policy_and_scrolls_one_way(
    sit_down: SitDown, name: str
) -> None:
    view = VIEWS[name]
    page = sit_down(view.role)
    view.show(page)
    expect(page.page.locator("main h1, main h2").first).to_be_visible()
    for width in WIDTHS:
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.sideways() == 0, width
        if width in (WIDTHS[0], PHONE):
            assert page.axe() == [], width
            assert page.small_targets() == [], width
    assert page.breaches() == []
    page.page.emulate_media(color_scheme="dark")
    page.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    # Loaded anew, so that no color is still on its way to another one.
    view.show(page)
    assert page.colors() == [], "dark"
    assert page.breaches() == []
