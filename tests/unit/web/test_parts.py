"""Style sheets and scripts are cut into parts, which the gateway joins in the order of a list."""

import json
from pathlib import Path

import pytest

from gateway import assets

STATIC = Path(__file__).resolve().parents[3] / "web/static"
LISTED = json.loads((STATIC / "parts.json").read_text())


def test_every_part_is_listed_once_and_every_listed_part_is_there() -> None:
    listed = [part for parts in LISTED.values() for part in parts]
    there = [f"{path.parent.name}/{path.name}" for path in STATIC.glob("[cj]s*/*")]
    assert sorted(listed) == sorted(there)


def test_parts_are_joined_in_the_order_of_the_list() -> None:
    joined = assets.join(STATIC)
    for name, parts in LISTED.items():
        places = [joined[name].index((STATIC / part).read_text()) for part in parts]
        assert places == sorted(places)


def test_tokens_come_first_and_utilities_last() -> None:
    sheets = LISTED["app.css"]
    assert (sheets[0], sheets[-1]) == ("css/tokens.css", "css/utilities.css")


def test_a_missing_part_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "parts.json").write_text('{"app.css": [], "app.js": ["js/gone.js"]}')
    with pytest.raises(FileNotFoundError, match=r"gone\.js"):
        assets.join(tmp_path)
