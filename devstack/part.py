"""A part of the stack: one process, and how to see that it is ready."""

import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Ready = Callable[[], bool]


class NotAvailableError(Exception):
    """Something that the stack needs is not here and can't be got; one sentence says what and what to do."""


@dataclass(frozen=True)
class Part:
    """What the supervisor starts. `stop_seconds` is the time it has between SIGTERM and SIGKILL."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    is_ready: Ready
    ready_seconds: float = 60
    stop_seconds: float = 30
    directory: Path = field(default_factory=Path.cwd)
    is_quiet: bool = False
    """Says much that matters only when it fails: into its log file, not onto the screen."""


def always() -> bool:
    """For a part that is ready as soon as it runs."""
    return True


def answers(port: int, hello: bytes = b"", expected: bytes = b"") -> Ready:
    """Whether something listens on the port and, if asked, begins its answer as expected."""

    def check() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
                if not hello:
                    return True
                link.sendall(hello)
                return link.recv(len(expected)) == expected
        except OSError:
            return False

    return check


def responds(url: str) -> Ready:
    """Whether an HTTP GET is answered with a success."""

    def check() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own http URL.
                return bool(response.status < 300)
        except (OSError, urllib.error.HTTPError):
            return False

    return check
