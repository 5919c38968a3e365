"""What the admin command tells about options that were checked."""

import pytest

from core.runtime.admin import tell_check

STANDING = {"option": "accounts", "message": "204 is archived.", "blocks": True, "standing": True}
MILD = {"option": "currencies", "message": "No AUD.", "blocks": False}
HARD = {"option": "tracking", "message": "There is no Region.", "blocks": True}


def test_what_does_not_block_is_told_and_so_is_what_was_not_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_check({"problems": [STANDING, MILD], "not_read": ["xero_themes"]})
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "accounts: 204 is archived. (does not keep it from being saved)",
        "currencies: No AUD. (does not keep it from being saved)",
        "Xero did not give these now, what was read before counted: xero_themes.",
    ]


def test_what_blocks_is_told_and_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="nothing was saved"):
        tell_check({"problems": [MILD, HARD]})
    assert capsys.readouterr().out.endswith("tracking: There is no Region.\n")
