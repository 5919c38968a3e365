"""Which Xero contact stands for an Autotask company, and what is known of it."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.contacts.xero_contact import PaymentTerms


@dataclass(frozen=True, slots=True)
class ContactLink:
    """`how` ends a sentence: the contact was found by "the name", or it was "created".

    `content_hash` is of what Autotask said when the contact was last brought in line, and
    `refused_name` a name that Xero did not let it have. A link that Xero no longer honors is
    distrusted: it is matched anew, but never silently replaced by a new contact.
    """

    company_id: int
    company: str
    xero_contact_id: str
    how: str
    xero_name: str = ""
    content_hash: str = ""
    refused_name: str = ""
    is_distrusted: bool = False
    terms: PaymentTerms | None = None
    terms_read_at: datetime | None = None
