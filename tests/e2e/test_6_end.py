"""After all of this `make run` ends as it should."""

from tests.stack import Stack


def test_it_ends_everything_when_it_is_told_to(demo: Stack) -> None:
    demo.stop()
    assert "Stopped." in demo.screen
    assert demo.processes() == []
