"""Contact links under their unique index: one contact a company, one company a contact."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.contacts.link import ContactLink
from core.domain.contacts.xero_contact import PaymentTerms
from core.store import contact_links
from tests.factories.documents import NOON
from tests.integration.store.conftest import all_at_once

pytestmark = pytest.mark.usefixtures("server")
TERMS = PaymentTerms(20, "OFFOLLOWINGMONTH")


def _new(company_id: int, contact_id: str, **more: object) -> ContactLink:
    link = ContactLink(company_id, f"Company {company_id}", contact_id, "the name")
    return replace(link, **more)  # type: ignore[arg-type]


def _link(company_id: int, contact_id: str, **more: object) -> bool:
    return contact_links.link("kauri", _new(company_id, contact_id, **more), NOON)


def _linked(*company_ids: int) -> dict[int, str]:
    return contact_links.linked("kauri", company_ids)


def test_a_link_reads_back_whole() -> None:
    new = _new(7, "a", xero_name="Aroha", content_hash="h", refused_name="R", terms=TERMS)
    new = replace(new, terms_read_at=NOON)
    assert contact_links.link("kauri", new, NOON)
    assert contact_links.get("kauri", [7, 8]) == {7: new}


def test_a_company_has_one_contact_and_a_contact_one_company() -> None:
    assert _link(7, "a")
    assert not _link(7, "b")
    assert not _link(8, "a")
    assert _linked(7, 8) == {7: "a"}
    assert contact_links.taken("kauri") == {"a": 7}
    assert contact_links.companies("kauri") == [7]


def test_of_many_companies_that_want_one_contact_at_once_one_gets_it() -> None:
    assert sum(all_at_once(lambda number: _link(number, "a"))) == 1


def test_of_many_that_link_one_company_at_once_one_wins() -> None:
    assert sum(all_at_once(lambda number: _link(7, str(number)))) == 1


def test_another_connection_may_use_the_same_ids() -> None:
    assert _link(7, "a")
    assert contact_links.link("rata", _new(7, "a"), NOON)


def test_a_distrusted_link_counts_as_none_but_keeps_its_contact() -> None:
    _link(7, "a")
    contact_links.distrust("kauri", [7, 8])
    assert _linked(7) == {}
    assert contact_links.companies("kauri") == []
    assert contact_links.get("kauri", [7])[7].is_distrusted
    assert contact_links.taken("kauri") == {"a": 7}
    assert not _link(8, "a")


def test_a_distrusted_link_gives_way_to_another_contact() -> None:
    _link(7, "a")
    contact_links.distrust("kauri", [7])
    assert _link(7, "b")
    assert _linked(7) == {7: "b"}
    assert _link(8, "a")


def test_a_distrusted_link_does_not_give_way_to_a_contact_of_another_company() -> None:
    _link(7, "a")
    _link(8, "b")
    contact_links.distrust("kauri", [7])
    assert not _link(7, "b")
    assert _linked(7, 8) == {8: "b"}


def test_a_person_may_replace_a_link_but_not_take_another_companys_contact() -> None:
    _link(7, "a")
    _link(8, "b")
    assert contact_links.relink("kauri", _new(7, "c"), NOON)
    assert not contact_links.relink("kauri", _new(7, "b"), NOON)
    assert contact_links.relink("kauri", _new(9, "a"), NOON)
    assert _linked(7, 8, 9) == {7: "c", 8: "b", 9: "a"}


def test_what_was_brought_in_line_is_remembered() -> None:
    _link(7, "a")
    contact_links.note_update("kauri", 7, "hash", "Refused")
    contact_links.note_update("kauri", 8, "nobody")
    link = contact_links.get("kauri", [7])[7]
    assert (link.content_hash, link.refused_name) == ("hash", "Refused")


def test_terms_are_known_of_contacts_that_have_some() -> None:
    later = NOON + timedelta(hours=1)
    _link(7, "a")
    _link(8, "b")
    contact_links.note_terms("kauri", {7: TERMS, 8: None}, later)
    assert contact_links.terms("kauri", [7, 8, 9]) == {7: TERMS}
    assert contact_links.get("kauri", [8])[8].terms_read_at == later


def test_no_terms_are_noted_for_nobody() -> None:
    contact_links.note_terms("kauri", {}, NOON)
    assert contact_links.terms("kauri", [7]) == {}
