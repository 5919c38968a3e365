"""A form that nobody touched changes nothing, whatever the options are."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from core.domain.connection_settings import ConnectionSettings
from gateway.pages.configuration.entered import entered, problems_of, rules_entered
from gateway.presenters.configuration.fields import FieldView, Filled, field_view
from gateway.presenters.configuration.sections import SECTIONS

USUAL = ConnectionSettings()
CHANGED = ConnectionSettings.model_validate(
    {
        "start_on": "2026-04-01", "minimum_total": "5.50", "skip_zero": False, "tolerance": "0.10",
        "skip_company_types": ["Vendor", "Partner & Söhne"], "no_sync_udf": "",
        "numbering": "xero", "number_prefix": "A-", "mark_sent": True, "due_days": 0,
        "default_account": "200", "rounding_account": "860", "untaxed_tax_type": "ZERORATED",
        "tax_region_aliases": {"Old <b>": "New"}, "zero_rated_regions": ["Overseas"],
        "routes": {"South": "rata"}, "default_route": "kauri", "route_by": "company_field",
        "summary_text": "Work\nfor {company}", "default_branding_theme": "Standard",
    }
)  # fmt: skip


def _sent(view: FieldView) -> list[tuple[str, str]]:
    """What a browser sends of a field that it was given."""
    match view.kind:
        case "switch":
            return [(view.name, "on")] if view.value else []
        case "choice":
            return [(view.name, each.value) for each in view.choices if each.is_chosen]
        case "pairs":
            pairs = [(f"{view.name}.key", key) for key, _ in view.pairs]
            return pairs + [(f"{view.name}.value", value) for _, value in view.pairs]
    return [(view.name, str(view.value).replace("\n", "\r\n"))]


@pytest.mark.parametrize("settings", [USUAL, CHANGED], ids=["usual", "changed"])
def test_a_form_that_comes_back_as_it_went_out_says_what_counts_already(
    settings: ConnectionSettings,
) -> None:
    values = settings.model_dump(mode="json")
    filled = Filled(values, {}, {})
    for section in SECTIONS:
        fields = [field_view(option, filled) for option in section.options]
        form = MultiDict([pair for view in fields for pair in _sent(view)])
        told: dict[str, Any] = entered(form, section.options)
        assert problems_of(told) == {}, section.name
        again = ConnectionSettings.model_validate(values | told)
        assert again == settings, section.name


@pytest.mark.parametrize(
    ("option", "typed", "why"),
    [
        ("due_days", "", "whole number"),
        ("due_days", "1.5", "whole number"),
        ("due_days", "-1", "at least 0"),
        ("tolerance", "0,02", "an amount such as"),
        ("autotask_share", "0", "above 0"),
        ("start_on", "31.12.2026", "a day such as"),
        ("arrival_status", "PAID", "one of the answers"),
        ("number_prefix", "x" * 21, "at most 20 characters"),
        ("number_prefix", "a,b", "no comma"),
        ("summary_text", "{colour}", "means nothing here"),
    ],
)
def test_what_cannot_be_is_told_in_words(option: str, typed: str, why: str) -> None:
    told = entered(MultiDict({option: typed}), [option])
    assert why in problems_of(told)[option]


def test_a_tracking_rule_keeps_the_rows_of_its_category_and_an_empty_one_goes() -> None:
    present = [{"category": "Region", "source": "territory", "options": {"a": "b"}}]
    form = MultiDict(
        [("rule.category", "Region"), ("rule.source", "department"), ("rule.default", " South "),
         ("rule.category", ""), ("rule.source", "territory"), ("rule.default", "")]
    )  # fmt: skip
    assert rules_entered(form, present) == [
        {"category": "Region", "source": "department", "default": "South", "options": {"a": "b"}}
    ]
