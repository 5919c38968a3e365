from collections import Counter

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_rows import TABLES
from core.domain.settings_words import OF_THE_SIGN_IN
from gateway.presenters.configuration.sections import (
    SECTION_OF_TABLE,
    SECTIONS,
    TABLE_OPTIONS,
    options_of,
)

OPTIONS = set(ConnectionSettings.model_fields)


def test_every_option_stands_in_exactly_one_section() -> None:
    placed = Counter(option for section in SECTIONS for option in options_of(section))
    assert set(placed) == OPTIONS
    assert set(placed.values()) == {1}


def test_every_table_stands_in_a_section_and_every_dict_is_known_as_rows() -> None:
    assert set(SECTION_OF_TABLE) == set(TABLE_OPTIONS)
    plain = {
        name
        for name, field in ConnectionSettings.model_fields.items()
        if str(field.annotation).startswith("dict[str, str]")
    }
    assert plain == TABLES


def test_what_belongs_to_the_sign_in_is_an_option() -> None:
    assert OF_THE_SIGN_IN < OPTIONS
