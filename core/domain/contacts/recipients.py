"""Chooses the person who gets a company's invoices, and those who get a copy (product.md X6).

The connection names a user-defined field on Autotask's contacts. Its value marks the one person,
another value marks people who are included. Without a mark Autotask's main billing contact is
taken, else the only active contact; never just anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.person import Person

# Xero keeps no more on a contact (Contacts page, ContactPersons).
MOST_INCLUDED = 5


@dataclass(frozen=True, slots=True)
class Recipients:
    """`reason` is a whole sentence; `warnings` tell who was left out and why."""

    person: Person | None
    email: str
    included: tuple[Person, ...]
    reason: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Several people are marked as the one, with different addresses."""

    people: tuple[Person, ...]


def choose_recipients(company: Company, settings: ConnectionSettings) -> Recipients | Contradiction:
    """Apply the rules in their order."""
    people = sorted(company.people, key=lambda person: person.autotask_id)
    marked = _with_role(people, settings.billing_person_value)
    if len({person.email.casefold() for person in marked}) > 1:
        return Contradiction(tuple(marked))
    person, reason = _choose(people, marked, settings)
    email = person.email if person else _company_email(people)
    if person is None and people:
        reason += (
            f" The primary contact's address {email} stands alone."
            if email
            else " The contact has no e-mail address."
        )
    included, warnings = _include(people, person, email, settings)
    return Recipients(person, email, included, reason, warnings)


def is_settled(marked: Sequence[Person], settings: ConnectionSettings) -> bool:
    """Whether these decide who gets the invoices, if they are all that have any mark."""
    if _with_role(marked, settings.billing_person_value):
        return True
    has_one = sum(person.is_billing for person in marked) == 1
    return settings.use_main_billing_contact and has_one


def _choose(
    people: Sequence[Person], marked: Sequence[Person], settings: ConnectionSettings
) -> tuple[Person | None, str]:
    if marked:
        mark = f"{settings.billing_person_udf} is {settings.billing_person_value}"
        return marked[0], f"{marked[0].name} gets the invoices: {mark} in Autotask."
    billing = [person for person in people if person.is_billing]
    if settings.use_main_billing_contact and len(billing) == 1:
        reason = f"{billing[0].name} gets the invoices: the main billing contact in Autotask."
        return billing[0], reason
    if len(people) == 1:
        return people[0], f"{people[0].name} gets the invoices: the only active contact."
    if not people:
        return None, "Autotask has no active contact for it."
    return None, f"No person: none of {len(people)} active contacts is marked in Autotask."


def _company_email(people: Iterable[Person]) -> str:
    """Autotask keeps no address on a company; its primary contact's is the nearest to one."""
    return next((person.email for person in people if person.is_primary), "")


def _include(
    people: Sequence[Person], person: Person | None, email: str, settings: ConnectionSettings
) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Sort out who is included: once an address, at most five, and none without a first person."""
    wanted = _with_role(people, settings.included_person_value)
    warnings = [f"{each.name} is left out: no e-mail address." for each in wanted if not each.email]
    by_email: dict[str, Person] = {}
    for each in wanted:
        if each.email and each.email.casefold() != email.casefold():
            by_email.setdefault(each.email.casefold(), each)
    if by_email and not email:
        # Xero refuses additional people on a contact whose first person has no address.
        return (), (*warnings, "Additional people are left out: the contact has no e-mail address.")
    kept = list(by_email.values())
    warnings += [
        f"{each.name} is left out: Xero keeps five additional people."
        for each in kept[MOST_INCLUDED:]
    ]
    return tuple(kept[:MOST_INCLUDED]), tuple(warnings)


def _with_role(people: Iterable[Person], value: str) -> list[Person]:
    wanted = value.strip().casefold()
    return [each for each in people if wanted and each.role.strip().casefold() == wanted]
