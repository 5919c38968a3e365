"""What a person entered in a form of options, and what is wrong with it, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from core.domain.connection_settings import ConnectionSettings
from gateway.presenters.configuration.kinds import Kind, kind_of, may_be_empty

Form = MultiDict[str, str]

# Pydantic's findings in our words; the rest of them are clear as they are.
_WORDS = {
    "greater_than_equal": "It has to be at least {ge}.",
    "greater_than": "It has to be above {gt}.",
    "less_than_equal": "It may be at most {le}.",
    "string_too_long": "It may have at most {max_length} characters.",
    "int_parsing": "Enter a whole number.",
    "int_from_float": "Enter a whole number.",
    "decimal_parsing": "Enter an amount such as 0.02.",
    "date_from_datetime_parsing": "Enter a day such as 2026-11-22.",
    "enum": "Choose one of the answers.",
}


def entered(form: Form, options: Iterable[str]) -> dict[str, Any]:
    """The values of these options, in the form in which settings are validated."""
    return {option: _value(form, option) for option in options}


def problems_of(values: dict[str, Any]) -> dict[str, str]:
    """A sentence for each option whose value cannot be."""
    found = {}
    for option, value in values.items():
        try:
            ConnectionSettings.model_validate({option: value})
        except ValidationError as error:
            found[option] = sentence(error)
    return found


def sentence(error: ValidationError) -> str:
    """The first thing that is wrong."""
    first = error.errors()[0]
    words = _WORDS.get(first["type"])
    if words:
        return words.format_map(first.get("ctx") or {})
    return first["msg"].removeprefix("Value error, ")


def _value(form: Form, option: str) -> Any:
    match kind_of(option):
        case Kind.SWITCH:
            return form.get(option) == "on"
        case Kind.NAMES:
            lines = (form.get(option) or "").splitlines()
            return [line.strip() for line in lines if line.strip()]
        case Kind.PAIRS:
            return _pairs(form, option)
        case Kind.TEMPLATE:
            # A browser sends a line break as two characters.
            return (form.get(option) or "").replace("\r\n", "\n").strip()
    text = (form.get(option) or "").strip()
    return None if not text and may_be_empty(option) else text


def _pairs(form: Form, option: str) -> dict[str, str]:
    keys, values = form.getlist(f"{option}.key"), form.getlist(f"{option}.value")
    return {
        key.strip(): value.strip()
        for key, value in zip(keys, values, strict=False)
        if key.strip() and value.strip()
    }


def rules_entered(form: Form, present: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The tracking rules; each keeps the table of its category."""
    tables = {rule["category"]: dict(rule.get("options") or {}) for rule in present}
    columns = ("rule.category", "rule.source", "rule.default")
    found = []
    for category, source, default in zip(*map(form.getlist, columns), strict=False):
        if category.strip():
            rule = {
                "category": category.strip(),
                "source": source,
                "default": default.strip() or None,
                "options": tables.get(category.strip(), {}),
            }
            found.append(rule)
    return found
