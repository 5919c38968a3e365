import pytest

from core.domain.decision import Subject
from core.domain.errors import MappingError
from core.domain.faults import make_fault
from tests.factories.documents import make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import about, make_lists, make_organisation, mapped, only


@pytest.mark.parametrize(
    ("arrival", "mark_sent", "is_sent", "how"),
    [
        ("DRAFT", True, False, "as drafts"),
        ("DRAFT", False, False, "as drafts"),
        ("AUTHORISED", True, True, "approved and marked as sent"),
        ("AUTHORISED", False, False, "approved"),
    ],
)
def test_only_approved_documents_are_marked_as_sent(
    arrival: str, mark_sent: bool, is_sent: bool, how: str
) -> None:
    result = mapped(make_invoice(), arrival_status=arrival, mark_sent=mark_sent)
    assert (result.draft.status, result.draft.is_sent_to_contact) == (arrival, is_sent)
    reason = only(result, Subject.STATUS).reason
    assert reason == f"Documents of this connection arrive {how}."


def test_a_currency_that_the_organisation_has_not_added_stops_the_invoice() -> None:
    with pytest.raises(MappingError) as caught:
        mapped(make_invoice(), context={"currency": "EUR", "lists": make_lists()})
    assert (caught.value.code, caught.value.values) == (
        "CURRENCY_NOT_SUBSCRIBED",
        {"currency": "EUR"},
    )


def test_the_organisations_own_currency_needs_no_subscription() -> None:
    lists = make_lists(currencies=frozenset({"AUD"}))
    assert mapped(make_invoice(), context={"lists": lists}).draft.currency == "NZD"


def test_without_a_currency_in_autotask_it_is_the_organisations() -> None:
    lists = make_lists(organisation=make_organisation())
    result = mapped(make_invoice(), context={"currency": "", "lists": lists})
    assert result.draft.currency == "NZD"
    assert "names no currency" in only(result, Subject.CURRENCY).reason


def test_without_any_currency_the_invoice_stops() -> None:
    with pytest.raises(MappingError) as caught:
        mapped(make_invoice(), context={"currency": ""})
    assert caught.value.code == "CURRENCY_UNKNOWN"
    fault = make_fault(caught.value.code, company="Aroha Dental", **caught.value.values)
    assert fault.message.startswith("Autotask names no currency for Aroha Dental")


def test_a_credit_note_is_neither_marked_as_sent_nor_due() -> None:
    invoice = make_invoice(1, make_line("-100", "-15"))
    result = mapped(invoice, arrival_status="AUTHORISED", mark_sent=True)
    assert result.draft.is_sent_to_contact is False
    assert only(result, Subject.STATUS).reason == "Documents of this connection arrive approved."
    assert about(result, Subject.DUE_DATE) == []
