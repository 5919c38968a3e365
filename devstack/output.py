"""What the processes say, each line with the name of its process, in color on a terminal, and into files."""

import sys
from pathlib import Path
from typing import Any, TextIO

_COLORS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94, 91)
_NAME_WIDTH = 20
_LARGEST_FILE_BYTES = 20_000_000


class Console:
    """Writes lines to standard output; gives each name a color of its own when that is a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._names: list[str] = []

    def line(self, name: str, text: str) -> None:
        """One line; a closed pipe on the other side is no reason to stop the stack."""
        try:
            self._stream.write(f"{self._prefix(name)} {text}\n")
            self._stream.flush()
        except (BrokenPipeError, ValueError):
            return

    def _prefix(self, name: str) -> str:
        prefix = f"{name:<{_NAME_WIDTH}}|"
        if not self._stream.isatty():
            return prefix
        if name not in self._names:
            self._names.append(name)
        color = _COLORS[self._names.index(name) % len(_COLORS)]
        return f"\x1b[{color}m{prefix}\x1b[0m"


class ProcessOutput:
    """The stream that circus feeds with what one process writes, in pieces of any size.

    Without a console the lines go into the file only.
    """

    def __init__(self, console: Console | None, name: str, file: Path) -> None:
        self._console = console
        self._name = name
        self._rest = b""
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _LARGEST_FILE_BYTES:
            file.replace(file.with_name(file.name + ".1"))
        self._file = file.open("ab")

    def __call__(self, piece: dict[str, Any]) -> None:
        """Pass complete lines on; keep the rest for the next piece."""
        *lines, self._rest = (self._rest + piece["data"]).split(b"\n")
        for line in lines:
            self._write(line)

    def close(self) -> None:
        """The process has ended: what it said last may lack its line end."""
        if self._rest:
            self._write(self._rest)
            self._rest = b""
        self._file.close()

    def _write(self, line: bytes) -> None:
        self._file.write(line + b"\n")
        self._file.flush()
        if self._console is not None:
            self._console.line(self._name, line.decode(errors="replace").rstrip("\r"))
