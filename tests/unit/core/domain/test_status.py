import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import IllegalTransitionError
from core.domain.status import LABELS, TRANSITIONS, Status, check, is_permitted

PENDING, PROCESSING, COMPLETE = Status.PENDING_SYNC, Status.PROCESSING, Status.COMPLETE
FAULT, SKIPPED, DIAGNOSTIC = Status.FAULT, Status.SKIPPED, Status.DIAGNOSTIC

# The table of the design, written down a second time: a slip in either shows.
TABLE = {
    (None, PENDING),
    (None, SKIPPED),
    (None, FAULT),
    (PENDING, SKIPPED),
    (PENDING, FAULT),
    (PENDING, PROCESSING),
    (PENDING, DIAGNOSTIC),
    (PROCESSING, COMPLETE),
    (PROCESSING, PENDING),
    (PROCESSING, FAULT),
    (PROCESSING, PROCESSING),
    (PROCESSING, SKIPPED),
    (FAULT, PENDING),
    (FAULT, SKIPPED),
    (FAULT, DIAGNOSTIC),
    (SKIPPED, PENDING),
    (SKIPPED, DIAGNOSTIC),
    (COMPLETE, PENDING),
    (DIAGNOSTIC, PENDING),
    (DIAGNOSTIC, SKIPPED),
}
ANY_SOURCE = st.sampled_from([None, *Status])


def test_there_are_exactly_six_statuses_each_under_one_name() -> None:
    assert {status.label for status in Status} == {
        "Pending Sync",
        "Processing Now",
        "Complete",
        "Fault",
        "Skipped",
        "Diagnostic Mode",
    }
    assert set(LABELS) == set(Status)


@given(ANY_SOURCE, st.sampled_from(Status))
def test_a_change_is_permitted_exactly_when_the_table_lists_it(
    source: Status | None, target: Status
) -> None:
    assert is_permitted(source, target) == ((source, target) in TABLE)


@given(ANY_SOURCE, st.sampled_from(Status))
def test_a_change_that_is_not_listed_is_a_bug_that_names_both_ends(
    source: Status | None, target: Status
) -> None:
    if (source, target) in TABLE:
        check(source, target)
    else:
        with pytest.raises(IllegalTransitionError, match=f"{source or 'new'} -> {target}"):
            check(source, target)


@given(st.lists(st.sampled_from(Status), min_size=1, max_size=12))
def test_no_walk_reaches_complete_except_through_processing(walk: list[Status]) -> None:
    """Whatever is tried in whatever order, only a claimed document can become Complete."""
    status: Status | None = None
    for target in walk:
        if not is_permitted(status, target):
            continue
        assert target is not COMPLETE or status is PROCESSING
        status = target


def test_only_a_new_document_has_no_source() -> None:
    assert not any(is_permitted(status, status) for status in Status if status is not PROCESSING)


def test_every_listed_change_says_when_it_happens() -> None:
    assert all(transition.when for transition in TRANSITIONS)
    assert len({(each.source, each.target) for each in TRANSITIONS}) == len(TRANSITIONS)


def test_every_status_can_be_left_by_somebody() -> None:
    assert {transition.source for transition in TRANSITIONS} == {None, *Status}
