from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.domain.zones import place_of, zone_of


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("NEWZEALANDSTANDARDTIME", "Pacific/Auckland"),
        ("GmtStandardTime", "Europe/London"),
        ("Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_xeros_own_names_and_those_of_everybody_else_are_known(name: str, place: str) -> None:
    assert zone_of(name) == ZoneInfo(place)


@pytest.mark.parametrize("name", ["", "MOONSTANDARDTIME", "../etc/passwd", "Europe/Nowhere"])
def test_a_name_that_nobody_knows_is_told_in_utc(name: str) -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert noon.astimezone(zone_of(name)).isoformat() == noon.isoformat()


def test_a_zone_is_shown_by_its_place() -> None:
    assert place_of(zone_of("EASTERNSTANDARDTIME")) == "New York"
    assert place_of(zone_of("")) == "UTC"
