from core.domain.contacts.xero_contact import ContactDraft, FullContact, PostalAddress
from core.domain.xero_document import XeroContact


def test_a_draft_that_says_nothing_more_has_an_empty_address_of_the_kind_that_is_printed() -> None:
    assert ContactDraft("Aroha Dental", "kauri-7").address == PostalAddress("POBOX")


def test_a_contact_of_which_nothing_more_is_known_has_no_terms() -> None:
    full = FullContact(XeroContact("c", "Aroha Dental"))
    assert full.terms is None
    assert (full.addresses, full.phones, full.persons) == ((), (), ())
