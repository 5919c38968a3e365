"""Lines of many processes side by side."""

import io
from pathlib import Path

import pytest

from devstack.output import Console, ProcessOutput


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen() -> io.StringIO:
    return io.StringIO()


def test_a_line_in_pieces_is_shown_whole_and_kept_in_a_file(
    screen: io.StringIO, tmp_path: Path
) -> None:
    output = ProcessOutput(Console(screen), "gateway", tmp_path / "logs" / "gateway.log")
    for piece in (b"first li", b"ne\nsecond\r\nthi", b"rd \xc3", b"\xa9"):
        output({"data": piece})
    assert screen.getvalue().splitlines() == [
        "gateway             | first line",
        "gateway             | second",
    ]
    output.close()
    assert (
        screen.getvalue().splitlines()[-1]
        == "gateway             | third \N{LATIN SMALL LETTER E WITH ACUTE}"
    )
    assert (tmp_path / "logs" / "gateway.log").read_bytes().count(b"\n") == 3


def test_a_quiet_process_writes_into_its_file_only(tmp_path: Path) -> None:
    output = ProcessOutput(None, "rabbitmq", tmp_path / "rabbitmq.log")
    output({"data": b"banner\n"})
    output.close()
    assert (tmp_path / "rabbitmq.log").read_text() == "banner\n"


def test_each_name_keeps_its_own_color_on_a_terminal() -> None:
    terminal = Terminal()
    console = Console(terminal)
    for name in ("gateway", "xero_posting", "gateway"):
        console.line(name, "x")
    first, second, third = (line.split("m", 1)[0] for line in terminal.getvalue().splitlines())
    assert first == third != second
    assert first.startswith("\x1b[")


def test_a_closed_screen_stops_nobody(screen: io.StringIO) -> None:
    console = Console(screen)
    screen.close()
    console.line("gateway", "nobody reads this")


def test_a_large_file_is_put_aside_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    with file.open("wb") as large:
        large.truncate(20_000_001)
    output = ProcessOutput(None, "a", file)
    output({"data": b"new\n"})
    output.close()
    assert file.read_text() == "new\n"
    assert (tmp_path / "a.log.1").stat().st_size == 20_000_001
