"""Changes of options in words: in a draft, in a conflict of two people, and in the history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.domain.setting_choices import TrackingSource
from core.domain.setting_merge import Clash, SettingChange
from core.domain.setting_rows import Change
from core.domain.settings_words import choice_words
from gateway.presenters.configuration.entries import Entries
from gateway.presenters.configuration.kinds import PICKS
from gateway.presenters.configuration.sections import SECTION_OF, Section
from gateway.presenters.configuration.values import row_name, said
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment

MOST_SHOWN = 200
_LIST_OF = {
    **PICKS, "accounts": "accounts", "tax_types": "tax_rates",
    "tax_types_by_category": "tax_rates", "branding_themes": "themes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A row before and after. `number` is its place among the rows of a draft."""

    number: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClashView:
    """A row that somebody else has changed since."""

    number: int
    name: str
    mine: str
    theirs: str
    by: str
    at: Moment


@dataclass(frozen=True, slots=True)
class SaveView:
    """One save in the history."""

    version: int
    by: str
    at: Moment
    reason: str
    rows: tuple[ChangeView, ...]
    more: int
    sections: tuple[Section, ...]


Lists = Mapping[str, Entries]


def change_views(changes: Iterable[Change], lists: Lists) -> tuple[ChangeView, ...]:
    return tuple(
        ChangeView(
            number,
            row_name(each.option, each.key),
            _said(each, each.before, lists),
            _said(each, each.after, lists),
        )
        for number, each in enumerate(changes)
    )


def clash_views(
    clashes: Iterable[Clash], changes: tuple[Change, ...], lists: Lists, through: Lens
) -> tuple[ClashView, ...]:
    return tuple(
        ClashView(
            changes.index(each.mine),
            row_name(each.mine.option, each.mine.key),
            _said(each.mine, each.mine.after, lists),
            _said(each.theirs, each.theirs.after, lists),
            each.by,
            moment(each.at, through.now, through.zone),
        )
        for each in clashes
    )


def save_view(saved: SettingChange, lists: Lists, through: Lens) -> SaveView:
    sections = dict.fromkeys(
        SECTION_OF[each.option] for each in saved.changes if each.option in SECTION_OF
    )
    return SaveView(
        saved.version,
        saved.by,
        moment(saved.at, through.now, through.zone),
        saved.reason,
        change_views(saved.changes[:MOST_SHOWN], lists),
        max(0, len(saved.changes) - MOST_SHOWN),
        tuple(sections),
    )


def _said(change: Change, value: object, lists: Lists) -> str:
    if value is None and change.key:
        return "no row"
    if change.option == "tracking" and change.key[1:] == ("source",):
        return choice_words(TrackingSource(str(value)))
    entries = lists.get(_LIST_OF.get(change.option, ""))
    if entries is not None and value:
        found = entries.get(str(value))
        return found.label if found else str(value)
    return said(change.option, value)
