"""An Autotask company: who is billed, and which Xero contact that is."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from core.domain.person import Person


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as far as Autotask knows it."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """`currency_id` None means the tenant's own currency; `udfs` are user-defined fields by name.

    `people` are its active contacts in Autotask, as far as something needed them.
    """

    autotask_id: int
    name: str
    number: str = ""
    currency_id: int | None = None
    tax_region_id: int | None = None
    is_tax_exempt: bool = False
    tax_number: str = ""
    phone: str = ""
    fax: str = ""
    parent_id: int | None = None
    territory_id: int | None = None
    type_id: int | None = None
    address: Address = field(default_factory=Address)
    udfs: dict[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()


_FIELDS = frozenset(each.name for each in fields(Company))


def company_from(stored: Mapping[str, Any]) -> Company:
    """The company of which `dataclasses.asdict` made this, perhaps when it had other fields."""
    known = {name: value for name, value in stored.items() if name in _FIELDS}
    people = tuple(Person(**person) for person in stored.get("people", ()))
    return Company(**{**known, "address": Address(**stored["address"]), "people": people})


def fold_name(name: str) -> str:
    """The form under which two spellings of a name are the same for Xero.

    Xero compares contact names without regard to case and folds repeated blanks (Contacts page);
    invisible characters come along from copied text.
    """
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFKC", name)
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")
    )
    return " ".join(visible.split()).casefold()
