"""A process that can't work any more leaves, with a code that says why."""

import subprocess
import sys
import textwrap

from tests.stack import ROOT

PATCHED = "import eventlet; eventlet.monkey_patch()\n"


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PATCHED + textwrap.dedent(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_handler_that_never_gives_way_ends_the_process_and_is_named() -> None:
    done = run(
        """
        from core.runtime.watchdogs import watch_hub
        watch_hub(limit_seconds=1)
        eventlet.sleep(0.1)
        def selfish_handler():
            while True:
                pass
        selfish_handler()
        """
    )
    assert done.returncode == 77
    assert "No greenlet got a turn for 1 s" in done.stderr
    assert "selfish_handler" in done.stderr


def test_a_busy_process_that_gives_way_is_left_alone() -> None:
    done = run(
        """
        import time
        from core.runtime.watchdogs import watch_hub
        watch_hub(limit_seconds=1)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            eventlet.sleep(0)
        """
    )
    assert done.returncode == 0


def test_a_container_that_was_killed_but_does_not_die_is_left() -> None:
    done = run(
        """
        from types import SimpleNamespace
        from core.runtime.watchdogs import watch_for_zombie
        container = SimpleNamespace(_being_killed=False)
        watch_for_zombie(container, limit_seconds=1)
        eventlet.sleep(1)
        container._being_killed = True
        eventlet.sleep(10)
        """
    )
    assert done.returncode == 76
