"""Options of the Autotask side: careful by default, and nonsense is refused when it is saved."""

from typing import Any

import pytest
from pydantic import ValidationError

from core.domain.ingestion_settings import IngestionSettings
from core.domain.setting_choices import HeaderTotal, RouteBy, VoidRule


def test_by_default_nothing_is_routed_written_back_or_attached() -> None:
    settings = IngestionSettings()
    assert settings.route_by is RouteBy.NONE
    assert (settings.routes, settings.default_route) == ({}, None)
    assert not settings.write_back_exported
    assert not settings.write_back_number
    assert not settings.attach_pdf


def test_by_default_the_total_is_found_out_and_a_void_reaches_xero() -> None:
    settings = IngestionSettings()
    assert settings.header_total is HeaderTotal.DETECT
    assert settings.void_rule is VoidRule.VOID
    assert not settings.skip_exported
    assert not settings.no_sync_when_empty


@pytest.mark.parametrize(
    "told",
    [
        {"sweep_hour": 24},
        {"sweep_hour": -1},
        {"poll_seconds": 4},
        {"days_back": 0},
        {"autotask_share": "0"},
        {"autotask_share": "1.1"},
        {"route_by": "territory"},
        {"void_rule": "delete"},
        {"routes": {"North": None}},
        {"sweep_our": 3},
    ],
)
def test_nonsense_and_typing_errors_are_refused(told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        IngestionSettings.model_validate(told)


def test_every_option_says_in_a_sentence_what_it_changes() -> None:
    for name, field in IngestionSettings.model_fields.items():
        assert (field.description or "").endswith("."), name
