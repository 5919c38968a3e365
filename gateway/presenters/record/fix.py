"""The fix on the spot: where one row of the options mends a fault, that row with what may stand there.

Options are an administrator's; who is not one reads whom to ask, and gets the link.
"""

from dataclasses import dataclass

from core.domain.connection_settings import ConnectionSettings
from core.domain.mapping.suggest import (
    AccountSuggester,
    Candidate,
    NameSuggester,
    Suggested,
    TaxSuggester,
)
from core.domain.organisation_lists import OrganisationLists
from core.store.views.record import Record
from core.store.views.rows import FaultRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.record.choices import Choice, choices_for
from gateway.presenters.record.targets import FIXABLE, Target, Wants, targets_of


@dataclass(frozen=True, slots=True)
class FixCard:
    """One field of the form. `choices` are None where Xero's list was never read: then one types.

    `page` is the screen on which the same row stands among the others.
    """

    target: Target
    label: str
    choices: tuple[Choice, ...] | None
    page: str
    suggested: Suggested | None = None

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What tells a form's row apart from the others, as names and values."""
        return (("option", self.target.option), *(("key", part) for part in self.target.key))

    def takes(self, value: str) -> bool:
        if self.choices is None:
            return bool(value)
        return any(choice.value == value for choice in self.choices)

    def says(self, value: str) -> str:
        """ "Hardware goes to 210 from now on"."""
        subject = self.target.subject
        return f"{subject[0].upper()}{subject[1:]} {_VERBS[self.target.wants]} {value} from now on."


_LABELS = {
    Wants.ACCOUNT: "Xero account for “{subject}”",
    Wants.TAX_TYPE: "Xero tax rate for “{subject}”",
    Wants.THEME: "Xero branding theme for “{subject}”",
    Wants.TRACKING: "{category} in Xero for “{subject}”",
}
_VERBS = {
    Wants.ACCOUNT: "goes to account",
    Wants.TAX_TYPE: "gets tax rate",
    Wants.THEME: "gets the theme",
    Wants.TRACKING: "gets",
}
_SECTIONS = {
    Wants.ACCOUNT: "accounts",
    Wants.TAX_TYPE: "tax",
    Wants.THEME: "branding",
    Wants.TRACKING: "tracking",
}


def fix_cards(
    record: Record, through: Lens, settings: ConnectionSettings, lists: OrganisationLists
) -> tuple[FixCard, ...]:
    """Empty where no single row mends it."""
    fault = record.row.fault
    if fault is None or through.kind != "invoices":
        return ()
    return tuple(
        _card(target, _account_of(fault, target), through, lists)
        for target in targets_of(fault, record, settings)
    )


def asks_for_lists(record: Record) -> bool:
    """Tell whether a fix needs Xero's lists, so that other records cost no question."""
    return record.row.fault is not None and record.row.fault.code in FIXABLE


def _card(target: Target, account: str, through: Lens, lists: OrganisationLists) -> FixCard:
    choices = choices_for(target, lists, account)
    section = _SECTIONS[target.wants]
    label = _LABELS[target.wants].format(subject=target.subject, category=target.category)
    return FixCard(
        target=target,
        label=label,
        choices=choices,
        page=f"/c/{through.connection.id}/configuration/{section}",
        suggested=_suggested(target, choices or (), lists),
    )


def _suggested(
    target: Target, choices: tuple[Choice, ...], lists: OrganisationLists
) -> Suggested | None:
    """What the name itself leads to; nothing that is not on offer."""
    match target.wants:
        case Wants.ACCOUNT:
            found = AccountSuggester(lists).suggest(target.subject)
        case Wants.TAX_TYPE:
            found = TaxSuggester(lists, frozenset()).suggest(target.subject)
        case _:
            names = [Candidate(each.value, each.label) for each in choices]
            found = NameSuggester(names).suggest(target.subject)
    is_offered = found is not None and any(each.value == found.value for each in choices)
    return found if is_offered else None


def _account_of(fault: FaultRow, target: Target) -> str:
    """The account that a tax rate has to fit."""
    return fault.values.get("account", "") if target.wants is Wants.TAX_TYPE else ""
