"""The two places for tracking rules: which category, what fills it, and what everything else gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.domain.organisation_lists import OrganisationLists
from core.domain.setting_choices import TrackingSource
from core.domain.settings_words import choice_words
from gateway.presenters.configuration.entries import (
    Entry,
    tracking_categories,
    tracking_options,
)
from gateway.presenters.configuration.fields import Choice

_PLACES = 2


@dataclass(frozen=True, slots=True)
class RuleView:
    """`number` is its place; an empty category is a place without a rule."""

    number: int
    category: str
    categories: tuple[Entry, ...]
    sources: tuple[Choice, ...]
    default: str
    defaults: tuple[Entry, ...]
    rows: int
    error: str


def rule_views(
    rules: Sequence[Mapping[str, Any]], lists: OrganisationLists, error: str = ""
) -> tuple[RuleView, ...]:
    filled: list[Mapping[str, Any]] = [*rules, *[{}] * _PLACES]
    return tuple(
        _view(number, rule, lists, error if number == 0 else "")
        for number, rule in enumerate(filled[:_PLACES])
    )


def _view(number: int, rule: Mapping[str, Any], lists: OrganisationLists, error: str) -> RuleView:
    category, default = str(rule.get("category") or ""), str(rule.get("default") or "")
    source = str(rule.get("source") or TrackingSource.TERRITORY.value)
    return RuleView(
        number=number,
        category=category,
        categories=_with(category, tracking_categories(lists).usable),
        sources=tuple(
            Choice(each.value, choice_words(each), each.value == source) for each in TrackingSource
        ),
        default=default,
        defaults=_with(default, tracking_options(lists, category).usable),
        rows=len(rule.get("options") or {}),
        error=error,
    )


def _with(chosen: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What is chosen stays to be chosen, also when Xero has it no more."""
    if not chosen or any(each.value == chosen for each in entries):
        return entries
    return (Entry(chosen, chosen, "not in Xero"), *entries)
