from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_choices import ArrivalStatus, Numbering


def test_a_connection_that_is_told_nothing_sends_drafts_under_autotasks_numbers() -> None:
    settings = ConnectionSettings()
    assert settings.arrival_status is ArrivalStatus.DRAFT
    assert settings.numbering is Numbering.AUTOTASK_NUMBER
    assert settings.default_account is None
    assert settings.tolerance == Decimal("0.02")
    assert settings.poll_seconds == 60


def test_a_typo_is_refused_instead_of_being_a_silent_no() -> None:
    with pytest.raises(ValidationError, match="arival_status"):
        ConnectionSettings.model_validate({"arival_status": "DRAFT"})


@pytest.mark.parametrize(
    "bad",
    [
        {"batch_size": 51},
        {"batch_size": 0},
        {"poll_seconds": 1},
        {"days_back": 0},
        {"tolerance": "-0.01"},
        {"autotask_share": "0"},
        {"autotask_share": "1.1"},
        {"number_prefix": "x" * 21},
        {"arrival_status": "PAID"},
        {"number_prefix": "A,"},
        {"number_prefix": "Ä"},
        {"reference_template": "{total}"},
        {"summary_text": "{description}"},
        {"description_template": "{company"},
        {"tracking": [{"category": "Region", "source": "territory"}] * 3},
        {"tracking": [{"category": "A", "source": "territory", "options": {"a\0": "b"}}]},
        {
            "tracking": [
                {"category": "Region", "source": "territory"},
                {"category": " region", "source": "department"},
            ]
        },
    ],
)
def test_values_that_a_vendor_or_the_books_would_not_bear_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ConnectionSettings.model_validate(bad)


def test_an_unknown_placeholder_is_named_with_those_that_there_are() -> None:
    with pytest.raises(
        ValidationError, match=r"\{total\} means nothing here; there are \{autotask"
    ):
        ConnectionSettings.model_validate({"reference_template": "{total}"})


def test_every_option_says_in_a_sentence_what_it_changes() -> None:
    fields = ConnectionSettings.model_fields.values()
    assert all(field.description and field.description.endswith(".") for field in fields)


def test_what_is_saved_reads_back_the_same() -> None:
    settings = ConnectionSettings(
        tolerance=Decimal("0.05"),
        minimum_total=Decimal("1.50"),
        accounts={"Labor": "200"},
        zero_rated_regions=("Exports",),
    )
    assert ConnectionSettings.model_validate(settings.model_dump(mode="json")) == settings
