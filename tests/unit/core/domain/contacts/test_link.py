from core.domain.contacts.link import ContactLink


def test_a_link_is_trusted_and_knows_no_terms_until_it_is_told() -> None:
    link = ContactLink(7, "Aroha Dental", "c", "the name")
    assert not link.is_distrusted
    assert (link.terms, link.terms_read_at, link.content_hash) == (None, None, "")
