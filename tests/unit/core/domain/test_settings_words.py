from enum import StrEnum
from inspect import isclass

from core.domain import setting_choices
from core.domain.connection_settings import ConnectionSettings
from core.domain.placeholders import unknown_in
from core.domain.settings_words import LABELS, PLACEHOLDERS, choice_words

FIELDS = ConnectionSettings.model_fields


def test_every_option_has_a_name_of_its_own() -> None:
    assert set(LABELS) == set(FIELDS)
    assert len(set(LABELS.values())) == len(LABELS)


def test_every_choice_is_explained_in_words_of_its_own() -> None:
    kinds = [
        each
        for each in vars(setting_choices).values()
        if isclass(each) and issubclass(each, StrEnum) and each is not StrEnum
    ]
    assert len(kinds) > 10
    for kind in kinds:
        words = {choice_words(choice) for choice in kind}
        assert len(words) == len(list(kind)), kind
        assert all(words)


def test_placeholders_are_those_that_the_settings_take() -> None:
    for option, names in PLACEHOLDERS.items():
        template = " ".join(f"{{{name}}}" for name in names)
        assert unknown_in(template, names) == []
        ConnectionSettings.model_validate({option: template})
