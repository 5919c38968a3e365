"""A Xero contact in full, as an update has to know it, and what a new one is made of."""

from dataclasses import dataclass

from core.domain.xero_document import XeroContact


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """An additional person on a contact; Xero keeps at most five, and the e-mail is the key."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    gets_emails: bool = True


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """`kind` is STREET or POBOX, of which Xero prints the latter on invoices."""

    kind: str
    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    attention: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """`kind` is DEFAULT, DDI, FAX or MOBILE."""

    kind: str
    number: str
    area_code: str = ""
    country_code: str = ""


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """When sales invoices of a contact are due, in Xero's terms.

    `kind` is DAYSAFTERBILLDATE, DAYSAFTERBILLMONTH, OFCURRENTMONTH or OFFOLLOWINGMONTH.
    """

    day: int
    kind: str


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What Autotask knows of a contact. `number` is our key; Xero keeps it unique for ever."""

    name: str
    number: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    tax_number: str = ""
    address: PostalAddress = PostalAddress("POBOX")
    phones: tuple[Phone, ...] = ()
    persons: tuple[ContactPerson, ...] = ()
    default_currency: str = ""


@dataclass(frozen=True, slots=True)
class FullContact:
    """A contact with everything that an update could lose."""

    contact: XeroContact
    first_name: str = ""
    last_name: str = ""
    tax_number: str = ""
    addresses: tuple[PostalAddress, ...] = ()
    phones: tuple[Phone, ...] = ()
    persons: tuple[ContactPerson, ...] = ()
    terms: PaymentTerms | None = None
