"""What keeps a company's Xero contact from being found, made or used."""

from core.domain.faults.kind import FaultKind, Shown, Side

_CONTACTS = ("xero:/Contacts/View/{contact_id}", "xero:/Contacts")
_COMPANY = ("autotask:OpenAccount&AccountID={company_id}", "autotask:")

KINDS = (
    FaultKind(
        "CONTACT_ARCHIVED",
        Side.XERO,
        "This client is archived in Xero",
        "Xero's contact {contact} fits {company} but is archived, and Xero takes no new invoice for "
        "it. Nothing was created.",
        "Restore the contact in Xero, then resync; or link the company to another contact.",
        vague="The Xero contact of {company} is archived, and Xero takes no new invoice for it. "
        "Nothing was created.",
        links=_CONTACTS,
    ),
    FaultKind(
        "CONTACT_MISSING",
        Side.COUNTERFOIL,
        "The document named no contact",
        "Xero could not tell from the request which contact {company} is. Nothing was created.",
        "Resync: the company is matched with Xero's contacts once more.",
        retry_helps=True,
        links=_CONTACTS,
    ),
    FaultKind(
        "CONTACT_NAME_TAKEN",
        Side.XERO,
        "Another Xero contact has this name",
        "Xero has another active contact named “{name}”, perhaps in other letters or with other "
        "blanks. Nothing was created.",
        "Rename one of the two, or merge them in Xero; then resync.",
        vague="Xero has another active contact with the name of {company}. Nothing was created.",
        links=("xero:/Contacts",),
    ),
    FaultKind(
        "CONTACT_NUMBER_TAKEN",
        Side.XERO,
        "Another Xero contact has our contact code",
        "Another contact in Xero, perhaps an archived one, carries the contact code of {company}. "
        "Nothing was created.",
        "Restore that contact in Xero, then resync: it is used instead of a new one.",
        links=("xero:/Contacts",),
    ),
    FaultKind(
        "ACCOUNT_NUMBER_TAKEN",
        Side.XERO,
        "Another Xero contact has this account number",
        "The account number of {company} belongs to another contact in Xero, perhaps an archived "
        "one. Nothing was created.",
        "Restore that contact, clear its account number and archive it again; then resync.",
        links=("xero:/Contacts",),
    ),
    FaultKind(
        "CONTACT_NAME_INVALID",
        Side.AUTOTASK,
        "Xero does not take this name",
        "The name of {company} is empty or has signs that Xero does not take. Nothing was created.",
        "Correct the company's name in Autotask, then resync.",
        links=_COMPANY,
    ),
    FaultKind(
        "EMAIL_INVALID",
        Side.AUTOTASK,
        "An e-mail address is not valid",
        "Xero refuses an e-mail address of {company}; it takes exactly one for a person. Nothing "
        "was created.",
        "Correct the address in Autotask, then resync.",
        links=_COMPANY,
    ),
    FaultKind(
        "PRIMARY_EMAIL_MISSING",
        Side.AUTOTASK,
        "The first person has no e-mail address",
        "Xero takes additional people for {company} only if the first person has an e-mail "
        "address. Nothing was created.",
        "Give the billing person an e-mail address in Autotask, then resync.",
        links=_COMPANY,
    ),
    FaultKind(
        "CONTACT_REFUSED",
        Side.XERO,
        "Xero refused the contact",
        "Xero did not create a contact for {company}. The invoice was not sent.",
        "Read what Xero said, correct the company in Autotask, then resync.",
        links=_COMPANY,
    ),
    FaultKind(
        "CONTACT_TAKEN",
        Side.XERO,
        "The Xero contact stands for another company",
        "Xero's contact {contact} fits {company} but is linked to another Autotask company already. "
        "Nothing was sent.",
        "Give the two companies different names or account numbers in Autotask, then resync; or "
        "link the company to a contact of its own.",
        vague="The Xero contact that fits {company} is linked to another Autotask company already. "
        "Nothing was sent.",
        links=_COMPANY,
    ),
    FaultKind(
        "CONTACT_AMBIGUOUS",
        Side.XERO,
        "Several Xero contacts fit this client",
        "More than one Xero contact fits {company}: {candidates}. Nothing was sent.",
        "Give the right one the company's account number in Xero, or merge them; then resync.",
        vague="More than one Xero contact fits {company}. Nothing was sent.",
        links=("xero:/Contacts",),
    ),
    FaultKind(
        "CONTACT_WANTED",
        Side.XERO,
        "This client has no Xero contact yet",
        "Xero has no contact for {company}, and this connection asks before it makes one. Close "
        "to it: {candidates}.",
        "Link the company to a contact, make one in Xero, or give the right one the company's "
        "account number; it is found at the next look.",
        vague="Xero has no contact for {company}, and this connection asks before it makes one.",
        links=("xero:/Contacts",),
        shown=Shown.HOLD,
    ),
    FaultKind(
        "BILLING_PERSON_AMBIGUOUS",
        Side.AUTOTASK,
        "It is not clear who gets the invoices",
        "{company} has several people who could get the invoices, or none who is active: "
        "{candidates}. Nothing was sent.",
        "Mark exactly one active contact of the company in Autotask, then resync.",
        vague="{company} has several people who could get the invoices, or none who is active. "
        "Nothing was sent.",
        links=_COMPANY,
    ),
)
