"""Autotask's types of companies, which an option names by label or by number."""

from collections.abc import Iterable, Iterator, Mapping

from core.domain.settings_check import Problem

# companyType of every tenant, for an API user who may not read its pick list (autotask-api 15).
_USUAL = {
    1: "Customer",
    2: "Lead",
    3: "Prospect",
    4: "Dead",
    6: "Cancellation",
    7: "Vendor",
    8: "Partner",
}


def label_of(type_id: int, labels: Mapping[int, str]) -> str:
    """ "" for a type that neither the tenant's list nor the usual one has."""
    return labels.get(type_id) or _USUAL.get(type_id, "")


def is_named(type_id: int, label: str, wanted: Iterable[str]) -> bool:
    names = {str(type_id), _folded(label)} - {""}
    return not names.isdisjoint(_folded(each) for each in wanted)


def check_company_types(wanted: Iterable[str], labels: Mapping[int, str]) -> Iterator[Problem]:
    """A name that no type has would skip nothing; without the tenant's list it is only doubtful."""
    known = labels or _USUAL
    names = {_folded(label) for label in known.values()} | {str(number) for number in known}
    said = ", ".join(known.values())
    for each in wanted:
        if _folded(each) in names:
            continue
        if labels:
            text = (
                f"Autotask has no company type {each}; there are {said}. If it is new, refresh "
                "Autotask's lists first."
            )
        else:
            text = (
                f"Autotask's company types were not read yet, and {each} is none of the usual: "
                f"{said}."
            )
        yield Problem("skip_company_types", each, text, blocks=bool(labels))


def _folded(name: str) -> str:
    return name.strip().casefold()
