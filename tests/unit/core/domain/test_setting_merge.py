from datetime import UTC, datetime, timedelta

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_merge import SettingChange, as_seen, clashes
from core.domain.setting_rows import Change, apply_rows

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HARDWARE = ("accounts", "Hardware")


def _saved(version: int, by: str, *changes: Change) -> SettingChange:
    return SettingChange(version, by, NOON + timedelta(minutes=version), changes)


FIRST = _saved(1, "ada", Change(HARDWARE, None, "200"), Change(("due_days",), 20, 30))
SECOND = _saved(2, "ben", Change(HARDWARE, "200", "210"))


def test_what_somebody_saw_is_found_by_taking_back_what_others_saved_since() -> None:
    usual = ConnectionSettings().model_dump(mode="json")
    present = apply_rows(usual, [each.row for saved in (FIRST, SECOND) for each in saved.changes])
    assert present["accounts"] == {"Hardware": "210"}
    assert as_seen(present, (SECOND, FIRST)) == usual
    after_first = as_seen(present, (SECOND,))
    assert (after_first["accounts"], after_first["due_days"]) == ({"Hardware": "200"}, 30)


def test_rows_of_one_save_are_taken_back_in_their_own_order() -> None:
    twice = _saved(3, "cleo", Change(("due_days",), 20, 30), Change(("due_days",), 30, 40))
    present = ConnectionSettings(due_days=40).model_dump(mode="json")
    assert as_seen(present, (twice,))["due_days"] == 20


def test_a_clash_names_who_changed_the_row_last() -> None:
    mine = Change(HARDWARE, None, "230")
    (found,) = clashes([mine, Change(("mark_sent",), False, True)], (SECOND, FIRST))
    assert (found.mine, found.by, found.at) == (mine, "ben", SECOND.at)
    assert found.theirs.after == "210"


def test_two_who_want_the_same_do_not_clash() -> None:
    assert clashes([Change(HARDWARE, None, "210")], (SECOND, FIRST)) == ()
    assert clashes([Change(HARDWARE, None, "210")], ()) == ()
