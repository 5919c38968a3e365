"""What a change of options makes of invoices: each simulated twice, and what differs in words of data.

A change has a field, what it was before and what it is after. Amounts are texts with two decimals.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.domain.preflight import Outcome, Simulated
from core.domain.xero_document import DraftLine, XeroDraft


class FieldChange(NamedTuple):
    """`field` is outcome, cause, or a name of a document's or a line's field."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One invoice by the options as they are, and as they would be."""

    before: Simulated
    after: Simulated

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """Each difference once, the most important first."""
        return tuple(dict.fromkeys(self._all()))

    def _all(self) -> Iterable[FieldChange]:
        before, after = self.before, self.after
        if before.outcome is not after.outcome:
            yield FieldChange("outcome", before.outcome.value, after.outcome.value)
        if before.code != after.code:
            yield FieldChange("cause", before.code, after.code)
        if before.draft and after.draft:
            yield from _of_heads(before.draft, after.draft)
            yield from _of_all_lines(before.draft, after.draft)


_FIELDS = ("kind", "number", "reference", "issued_on", "due_on", "status", "is_sent_to_contact")


def _of_heads(before: XeroDraft, after: XeroDraft) -> Iterable[FieldChange]:
    for name in _FIELDS:
        old, new = _text(getattr(before, name)), _text(getattr(after, name))
        if old != new:
            yield FieldChange(name, old, new)
    if before.branding_theme_id != after.branding_theme_id:
        yield FieldChange("branding_theme", before.branding_theme_id, after.branding_theme_id)
    if before.total != after.total:
        yield FieldChange("total", f"{before.total:.2f}", f"{after.total:.2f}")


def _of_all_lines(before: XeroDraft, after: XeroDraft) -> Iterable[FieldChange]:
    """Line by line, as long as they are as many."""
    if len(before.lines) == len(after.lines):
        for old_line, new_line in zip(before.lines, after.lines, strict=True):
            yield from _of_lines(old_line, new_line)
        return
    yield FieldChange("lines", str(len(before.lines)), str(len(after.lines)))
    for field, told in (("account", _accounts), ("tax_type", _tax_types)):
        old, new = ", ".join(told(before)), ", ".join(told(after))
        if old != new:
            yield FieldChange(field, old, new)


def _of_lines(before: DraftLine, after: DraftLine) -> Iterable[FieldChange]:
    compared = {
        "account": (before.account_code, after.account_code),
        "tax_type": (before.tax_type, after.tax_type),
        "tax": (f"{before.tax:.2f}", f"{after.tax:.2f}"),
        "tracking": (_tracking(before), _tracking(after)),
        "description": (before.description, after.description),
    }
    for field, (old, new) in compared.items():
        if old != new:
            yield FieldChange(field, old, new)


def _accounts(draft: XeroDraft) -> list[str]:
    return sorted({line.account_code for line in draft.lines})


def _tax_types(draft: XeroDraft) -> list[str]:
    return sorted({line.tax_type for line in draft.lines})


def _tracking(line: DraftLine) -> str:
    return ", ".join(f"{each.category}: {each.option}" for each in line.tracking)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
    return str(value)


def summed_up(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """The effect on all of them in sentences; one that changes nothing is one sentence too."""
    if not pairs:
        return ("There is no invoice yet on which it could be shown.",)
    changed = [pair for pair in pairs if pair.changes]
    many = f"{len(changed):,}" if changed else "none"
    noun = "invoice" if len(pairs) == 1 else f"{len(pairs):,} invoices"
    first = f"Of the last {noun} this changes {many}."
    counted = Counter(kind for pair in changed for kind in _kinds_of(pair))
    return (first, *(_WORDS[kind](count) for kind, count in counted.most_common()))


def _kinds_of(pair: Pair) -> set[str]:
    """As what a change of one invoice counts."""
    was_stopped = pair.before.outcome is Outcome.STOP
    is_stopped = pair.after.outcome is Outcome.STOP
    found = {each.field for each in pair.changes} & {"account", "tax_type", "total", "due_on"}
    if was_stopped and not is_stopped:
        found.add("fault ends")
    if is_stopped and not was_stopped:
        found.add("fault comes")
    if pair.after.outcome is Outcome.SKIP is not pair.before.outcome:
        found.add("skipped")
    if pair.after.outcome is Outcome.HOLD is not pair.before.outcome:
        found.add("waits")
    return found or {"otherwise"}


_WORDS = {
    "account": lambda n: f"{n:,} would go to another account.",
    "tax_type": lambda n: f"{n:,} would have another tax type.",
    "total": lambda n: f"{n:,} would have another total.",
    "due_on": lambda n: f"{n:,} would be due on another day.",
    "fault ends": lambda n: f"{n:,} {'fault' if n == 1 else 'faults'} would end.",
    "fault comes": lambda n: f"{n:,} more would stop at a fault.",
    "skipped": lambda n: f"{n:,} more would be skipped.",
    "waits": lambda n: f"{n:,} more would wait.",
    "otherwise": lambda n: f"{n:,} would look otherwise in Xero.",
}

_NEXT_LOOK = "Counts from the next look into Autotask on."
_NEXT_BATCH = "Counts from the next call to Xero on."
_ARRIVING = "Counts for what arrives in Xero from then on."
_CONTACTS = "Counts when a contact is looked for, made or changed; invoices do not show it."
_COMING_IN = "Counts for invoices that come in from then on."

NOT_SHOWN = {
    **dict.fromkeys(
        ("poll_seconds", "days_back", "overlap_minutes", "autotask_share"),
        _NEXT_LOOK,
    ),
    "sweep_hour": "Counts from the next night on.",
    **dict.fromkeys(("number_hold_minutes", "lines_hold_minutes"), _COMING_IN),
    **dict.fromkeys(("batch_size", "batches_in_flight"), _NEXT_BATCH),
    **dict.fromkeys(("write_back_exported", "write_back_number", "attach_pdf"), _ARRIVING),
    **dict.fromkeys(
        (
            *("match_account_number", "match_name", "update_contacts", "billing_person_udf"),
            *("billing_person_value", "included_person_value", "use_main_billing_contact"),
        ),
        _CONTACTS,
    ),
    **dict.fromkeys(("route_by", "route_field", "routes", "default_route"), _COMING_IN),
    "adopt_existing": "Counts when Xero says that a number is taken.",
}
"""Options whose effect no simulation of invoices can show, and from when on they count."""
