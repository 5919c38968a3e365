"""Numbers of documents as text; where counting stopped there are more."""

from core.store.views.documents import Counted
from gateway.presenters.counted import added, counted, plural_of


def test_what_was_not_counted_to_the_end_says_so() -> None:
    assert counted(1_200) == "1,200"
    assert counted(Counted(1_200)) == "1,200"
    assert counted(Counted(10_000, is_more=True)) == "10,000+"


def test_a_sum_is_as_sure_as_its_least_sure_part() -> None:
    assert added(Counted(3), Counted(4)) == Counted(7)
    assert added(Counted(3), Counted(10_000, is_more=True)) == Counted(10_003, is_more=True)


def test_one_is_told_apart_from_one_or_more() -> None:
    assert plural_of(Counted(1), "invoice") == "1 invoice"
    assert plural_of(Counted(1, is_more=True), "invoice") == "1+ invoices"
    assert plural_of(Counted(2), "company", "companies") == "2 companies"
