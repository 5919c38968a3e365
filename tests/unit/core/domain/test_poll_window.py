"""Nothing falls between two looks, whatever the clocks and the filters do; an idle look is a page."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.poll_window import (
    Progress,
    Seen,
    Window,
    advance,
    progress_form,
    progress_from,
    window_of,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OVERLAP = 15 * MINUTE
REACH = timedelta(days=400)
PAGE = 500


def window(progress: Progress, now: datetime = NOON) -> Window:
    return window_of(progress, now, OVERLAP, REACH)


def look(progress: Progress, *ids: int, now: datetime = NOON) -> Progress:
    seen = [Seen(each, now) for each in ids]
    return advance(progress, window(progress, now), seen, now)


def test_the_first_look_reaches_back_as_far_as_it_is_told() -> None:
    first = window(Progress())
    assert first.created_from == NOON - REACH
    assert (first.above_id, first.part) == (None, None)


def test_the_next_look_overlaps_and_asks_for_every_id_above_the_highest() -> None:
    progress = look(Progress(), 5, 9)
    after = window(progress, NOON + MINUTE)
    assert after.created_from == NOON - OVERLAP
    assert (after.above_id, after.part) == (9, None)


def test_voids_are_looked_for_a_day_back() -> None:
    after = window(look(Progress(), 5), NOON + MINUTE)
    assert after.voided_from == NOON - timedelta(days=1)


def test_a_clock_of_ours_that_is_set_back_leaves_no_gap() -> None:
    ahead = look(Progress(), 5, now=NOON + timedelta(hours=2))
    after = window(ahead, NOON)
    assert after.created_from == NOON - OVERLAP
    assert after.began_at <= NOON


def test_a_look_that_finds_nothing_keeps_the_highest_id() -> None:
    progress = look(look(Progress(), 7), now=NOON + MINUTE)
    assert progress.highest_id == 7
    assert progress.at == NOON + MINUTE


def test_an_invoice_with_a_lower_id_does_not_take_the_highest_back() -> None:
    assert look(look(Progress(), 7), 3).highest_id == 7


def test_after_a_large_run_each_look_reads_a_part_and_together_they_read_all() -> None:
    progress = look(look(Progress(), 1), *range(2, 1002))
    parts = []
    for minute in range(1, 4):
        part = window(progress, NOON + minute * MINUTE).part
        assert part
        parts.append(part)
        progress = look(progress, now=NOON + minute * MINUTE)
    assert [part[0] for part in parts] == [0, *(part[1] for part in parts[:-1])]
    assert parts[-1][1] == 1001
    assert all(upper - max(lower, 1) <= PAGE for lower, upper in parts)


def test_the_checkpoint_moves_when_the_last_part_is_read_to_where_the_round_began() -> None:
    progress = look(look(Progress(), 1), *range(2, 1002))
    moments = []
    for minute in range(1, 5):
        progress = look(progress, now=NOON + minute * MINUTE)
        moments.append(progress.at)
    assert moments == [NOON, NOON, NOON + MINUTE, NOON + MINUTE]


def test_a_day_later_the_run_is_read_no_more() -> None:
    progress = look(look(Progress(), 1), *range(2, 1002))
    assert window(progress, NOON + timedelta(hours=26)).part is None


def test_old_invoices_of_the_first_look_make_no_parts() -> None:
    long_ago = NOON - timedelta(days=30)
    seen = [Seen(each, long_ago) for each in range(1, 2000)]
    progress = advance(Progress(), window(Progress()), seen, NOON)
    assert progress.marks == ()


def test_one_that_does_not_say_when_it_was_created_counts_as_of_today() -> None:
    seen = [Seen(each, None) for each in range(1, 801)]
    assert len(advance(Progress(), window(Progress()), seen, NOON).marks) == 2


def test_progress_survives_a_restart() -> None:
    progress = look(look(Progress(), 1), *range(2, 1002))
    progress = look(progress, now=NOON + MINUTE)
    assert progress_from(progress.at, progress_form(progress)) == progress


def test_what_an_older_version_kept_goes_on() -> None:
    progress = progress_from(NOON, {"highest_id": 9, "failures": 0})
    assert window(progress, NOON + MINUTE).above_id == 9


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 900), st.lists(st.integers(1, 4000), max_size=5), st.integers(-90, 90)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_everything_that_appears_is_seen_within_a_round(
    steps: list[tuple[int, list[int], int]],
) -> None:
    """Invoices come in any number, some late with ids of before; our clock jumps both ways."""
    shelf: dict[int, datetime] = {1: NOON}
    seen: set[int] = set()
    progress, theirs, ours, next_id = Progress(), NOON, timedelta(0), 2
    for count, late, jump in steps:
        theirs += MINUTE
        ours = timedelta(minutes=jump) / 10
        for _ in range(count):
            shelf[next_id] = theirs
            next_id += 1
        for number in late:
            if number < next_id:
                shelf.setdefault(-number, theirs)
        progress = _ask(progress, shelf, seen, theirs + ours)
    for _ in range(40):
        progress = _ask(progress, shelf, seen, theirs + ours)
    assert seen == set(shelf)


def _ask(progress: Progress, shelf: dict[int, datetime], seen: set[int], now: datetime) -> Progress:
    """Autotask's answer; a negative number stands for a low id that appeared late."""
    asked = window(progress, now)
    found = {each: at for each, at in shelf.items() if _fits(asked, abs(each), at)}
    seen |= set(found)
    return advance(progress, asked, [Seen(abs(each), at) for each, at in found.items()], now)


def _fits(asked: Window, number: int, created_at: datetime) -> bool:
    lower, upper = asked.part or (0, 10**9)
    is_recent = created_at >= asked.created_from and lower < number <= upper
    return is_recent or (asked.above_id is not None and number > asked.above_id)
