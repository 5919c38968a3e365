"""What of a company's data in Autotask its Xero contact lacks: changes, and never a removal.

Autotask wins where it says something. What it does not know stays as the bookkeeper has it, and a
person on the contact is never taken away, because Xero drops those that an update leaves out.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.domain.company import fold_name
from core.domain.contacts.recipients import MOST_INCLUDED
from core.domain.contacts.xero_contact import (
    ContactDraft,
    ContactPerson,
    FullContact,
    Phone,
    PostalAddress,
)


@dataclass(frozen=True, slots=True)
class ContactChange:
    """A write to one contact. An empty text is left alone; lists are whole.

    `changed` names the fields for the log; `warnings` are sentences.
    """

    xero_id: str
    changed: tuple[str, ...]
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    tax_number: str = ""
    addresses: tuple[PostalAddress, ...] = ()
    phones: tuple[Phone, ...] = ()
    persons: tuple[ContactPerson, ...] = ()
    warnings: tuple[str, ...] = ()


def content_hash(draft: ContactDraft) -> str:
    """A fingerprint of what Autotask says; the same as long as nothing there changes."""
    return hashlib.sha256(repr(draft).encode()).hexdigest()


def find_change(
    draft: ContactDraft, found: FullContact, *, keeps_name: bool = False
) -> ContactChange | None:
    """Compare, and return what has to be written, None when nothing has."""
    old_texts = {
        "name": found.contact.name,
        "first_name": found.first_name,
        "last_name": found.last_name,
        "email": found.contact.email,
        "tax_number": found.tax_number,
    }
    texts = {
        field: text
        for field, old in old_texts.items()
        if (text := str(getattr(draft, field))) and not _same(text, old)
    }
    if keeps_name or fold_name(draft.name) == fold_name(found.contact.name):
        # The bookkeeper's letter case is theirs; only another name is a change.
        texts.pop("name", None)
    addresses = _merge_addresses(draft.address, found.addresses)
    phones = _merge_phones(draft.phones, found.phones)
    persons, warnings = _merge_persons(draft.persons, found.persons)
    lists = {
        "addresses": addresses != found.addresses,
        "phones": phones != found.phones,
        "persons": persons != found.persons,
    }
    changed = (*texts, *(name for name, is_other in lists.items() if is_other))
    if not changed:
        return None
    return ContactChange(
        xero_id=found.contact.xero_id,
        changed=changed,
        addresses=addresses,
        phones=phones,
        persons=persons,
        warnings=warnings,
        **texts,
    )


def _merge_addresses(
    ours: PostalAddress, theirs: tuple[PostalAddress, ...]
) -> tuple[PostalAddress, ...]:
    if ours == PostalAddress(ours.kind):
        return theirs
    old = next((each for each in theirs if each.kind == ours.kind), PostalAddress(ours.kind))
    merged = replace(
        old,
        lines=_chosen_lines(ours.lines, old.lines),
        city=_chosen(ours.city, old.city),
        region=_chosen(ours.region, old.region),
        postal_code=_chosen(ours.postal_code, old.postal_code),
        country=_chosen(ours.country, old.country),
    )
    others = tuple(each for each in theirs if each.kind != ours.kind)
    return theirs if merged in theirs else (*others, merged)


def _chosen_lines(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    is_same = len(ours) == len(theirs) and all(map(_same, ours, theirs))
    return theirs if is_same or not ours else ours


def _chosen(ours: str, theirs: str) -> str:
    return theirs if not ours or _same(ours, theirs) else ours


def _merge_phones(ours: Iterable[Phone], theirs: tuple[Phone, ...]) -> tuple[Phone, ...]:
    merged = theirs
    for phone in ours:
        old = next((each for each in merged if each.kind == phone.kind), None)
        # Xero may keep a number in three parts; the digits tell.
        if old is None or _digits(old) != _digits(phone):
            merged = (*(each for each in merged if each.kind != phone.kind), phone)
    return merged


def _digits(phone: Phone) -> str:
    text = phone.country_code + phone.area_code + phone.number
    return "".join(character for character in text if character.isdigit())


def _merge_persons(
    ours: Iterable[ContactPerson], theirs: tuple[ContactPerson, ...]
) -> tuple[tuple[ContactPerson, ...], tuple[str, ...]]:
    """Add and correct people: by e-mail, else by name for one whose e-mail has changed."""
    merged, warnings = list(theirs), []
    for person in ours:
        place = _place(person, merged)
        if place is not None:
            old = merged[place]
            merged[place] = replace(
                old,
                first_name=_chosen(person.first_name, old.first_name),
                last_name=_chosen(person.last_name, old.last_name),
                email=old.email if _email_of(old) == _email_of(person) else person.email,
            )
        elif len(merged) < MOST_INCLUDED:
            merged.append(person)
        else:
            warnings.append(f"{person.email} is left out: the contact has five people already.")
    return tuple(merged), tuple(warnings)


def _place(person: ContactPerson, among: Sequence[ContactPerson]) -> int | None:
    for key in (_email_of, _name_of):
        if wanted := key(person):
            for place, other in enumerate(among):
                if key(other) == wanted:
                    return place
    return None


def _email_of(person: ContactPerson) -> str:
    return person.email.strip().casefold()


def _name_of(person: ContactPerson) -> str:
    return fold_name(f"{person.first_name} {person.last_name}")


def _same(ours: str, theirs: str) -> bool:
    return " ".join(ours.split()) == " ".join(theirs.split())
