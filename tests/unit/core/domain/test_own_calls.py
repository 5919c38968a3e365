"""Our own calls of the last hour, in portions of five minutes."""

from datetime import UTC, datetime, timedelta

from core.domain.own_calls import HOUR, PORTION, Portions, in_last_hour, one_more

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def made(*moments: datetime) -> Portions:
    portions: Portions = ()
    for moment in moments:
        portions = one_more(portions, moment)
    return portions


def test_before_the_first_call_there_was_none() -> None:
    assert in_last_hour((), NOON) == 0


def test_calls_of_five_minutes_are_one_portion_and_the_next_call_begins_another() -> None:
    portions = made(NOON, NOON + SECOND, NOON + PORTION - SECOND, NOON + PORTION)
    assert portions == ((NOON, 3), (NOON + PORTION, 1))
    assert in_last_hour(portions, NOON + PORTION) == 4


def test_a_portion_counts_until_all_of_it_is_an_hour_old() -> None:
    portions = made(NOON, NOON + PORTION - SECOND)
    assert in_last_hour(portions, NOON + HOUR + PORTION - SECOND) == 2
    assert in_last_hour(portions, NOON + HOUR + PORTION) == 0


def test_of_a_steady_stream_never_fewer_are_believed_than_were_made() -> None:
    portions: Portions = ()
    moments = [NOON + timedelta(seconds=7 * number) for number in range(1_200)]
    for made_so_far, moment in enumerate(moments, start=1):
        portions = one_more(portions, moment)
        truly = sum(moment - each < HOUR for each in moments[:made_so_far])
        too_many = PORTION // timedelta(seconds=7) + 1
        assert truly <= in_last_hour(portions, moment) <= truly + too_many


def test_what_is_kept_does_not_grow_with_the_day() -> None:
    portions = made(*(NOON + timedelta(minutes=number) for number in range(24 * 60)))
    assert len(portions) <= (HOUR + PORTION) // PORTION
    assert all(count == 5 for _, count in portions[:-1])


def test_after_a_pause_of_hours_only_the_new_call_counts() -> None:
    late = NOON + timedelta(hours=3)
    assert made(NOON, NOON + SECOND, late) == ((late, 1),)


def test_portions_from_ahead_of_a_clock_that_was_set_back_do_not_count_for_ever() -> None:
    ahead = made(NOON + timedelta(hours=5))
    assert in_last_hour(ahead, NOON) == 0
    assert one_more(ahead, NOON) == ((NOON, 1),)
