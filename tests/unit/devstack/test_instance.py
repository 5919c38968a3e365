"""One stack per directory, and nothing killed that is not ours."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from devstack.instance import Instance
from devstack.part import NotAvailableError


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", "import signal; signal.pause()"], start_new_session=True
    )
    yield process
    process.kill()
    process.wait()


def test_a_second_holder_is_refused_with_the_number_of_the_first(tmp_path: Path) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    first.take("stop it")
    with pytest.raises(NotAvailableError, match=r"already running \(process \d+\); stop it\.$"):
        second.take("stop it")
    first.release()
    second.take("stop it")
    second.release()


def test_what_a_crashed_run_left_is_ended(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    Instance(tmp_path).remember([sleeper.pid])
    assert Instance(tmp_path).clean_up() == 1
    assert not psutil.pid_exists(sleeper.pid)
    assert Instance(tmp_path).clean_up() == 0


def test_a_stranger_that_got_the_number_of_a_dead_process_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    started = psutil.Process(sleeper.pid).create_time()
    known = [{"pid": sleeper.pid, "started": started - 60}]
    (tmp_path / "processes.json").write_text(json.dumps(known))
    assert Instance(tmp_path).clean_up() == 0
    assert sleeper.poll() is None


def test_processes_that_are_gone_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "processes.json").write_text(json.dumps([{"pid": 2**22 + 1, "started": 1.0}]))
    assert Instance(tmp_path).clean_up() == 0
