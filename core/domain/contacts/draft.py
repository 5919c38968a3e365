"""What Xero is told about a company: its name as Xero takes it, its person, its addresses."""

from core.domain.company import Company
from core.domain.contacts.recipients import Recipients
from core.domain.contacts.xero_contact import ContactDraft, ContactPerson, Phone, PostalAddress

_NAME_LIMIT = 255


def clean_name(name: str) -> str:
    """A name that Xero takes: blanks folded, 255 characters, no angle brackets."""
    return " ".join(name.split())[:_NAME_LIMIT].strip().replace("<", "(").replace(">", ")")


def distinguished(name: str, company_id: int) -> str:
    """The name of a company whose own name belongs to another contact."""
    suffix = f" ({company_id})"
    return name[: _NAME_LIMIT - len(suffix)] + suffix


def draft_contact(company: Company, number: str, name: str, recipients: Recipients) -> ContactDraft:
    """Everything that Autotask knows; the person's telephone comes before the company's."""
    person = recipients.person
    return ContactDraft(
        name=name,
        number=number,
        email=recipients.email,
        first_name=person.first_name if person else "",
        last_name=person.last_name if person else "",
        tax_number=company.tax_number,
        # POBOX is the address that Xero prints on invoices.
        address=_address(company),
        phones=_phones(company, recipients),
        persons=tuple(
            ContactPerson(each.first_name, each.last_name, each.email)
            for each in recipients.included
        ),
    )


def _address(company: Company) -> PostalAddress:
    address = company.address
    return PostalAddress(
        "POBOX",
        tuple(line for line in (address.line1, address.line2) if line),
        address.city,
        address.region,
        address.postal_code,
        address.country,
    )


def _phones(company: Company, recipients: Recipients) -> tuple[Phone, ...]:
    person = recipients.person
    numbers = {
        "DEFAULT": (person.phone if person else "") or company.phone,
        "MOBILE": person.mobile if person else "",
        "FAX": (person.fax if person else "") or company.fax,
    }
    return tuple(Phone(kind, number) for kind, number in numbers.items() if number)
