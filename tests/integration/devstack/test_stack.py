"""The stack on one machine: what it prints, how it ends, and what it leaves behind: nothing."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack import ROOT, Stack, wait_until


def devstack(stack: Stack, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "devstack", command],
        env=stack.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    made = Stack(tmp_path_factory.mktemp("stack") / "run", {"WORLD": "empty"})
    made.start()
    yield made
    made.abandon()


@pytest.mark.timeout(300)
class TestOneStack:
    """In this order: each test finds the stack running and leaves it running."""

    def test_it_says_where_to_go_and_how_to_sign_in(self, stack: Stack) -> None:
        user, password = stack.login
        assert f"Sign in  {user} / {password}" in stack.screen
        assert str(stack.home / "api-token") in stack.screen
        assert stack.get("/api/v1/connections")["items"][0]["id"] == "kauri"

    def test_secrets_are_for_this_user_only(self, stack: Stack) -> None:
        for name in ("secrets.json", "api-token"):
            assert (stack.home / name).stat().st_mode & 0o077 == 0

    def test_a_second_run_says_so_in_one_sentence(self, stack: Stack) -> None:
        done = devstack(stack, "run")
        assert done.returncode == 1
        assert "is already running" in done.stderr
        assert done.stderr.count("\n") == 1

    def test_reset_is_refused_while_it_runs(self, stack: Stack) -> None:
        done = devstack(stack, "reset")
        assert done.returncode == 1
        assert "stop it before" in done.stderr
        assert (stack.home / "secrets.json").exists()

    def test_a_killed_actor_is_started_again_within_seconds(self, stack: Stack) -> None:
        before = stack.process("xero_posting")
        before.kill()
        wait_until(lambda: "xero_posting ended (killed by signal 9)" in stack.screen, 3)
        wait_until(lambda: stack.screen.count("xero_posting        | ") >= 2, 15)
        assert stack.process("xero_posting").pid != before.pid

    def test_a_killed_supervisor_leaves_processes_that_the_next_run_ends(
        self, stack: Stack
    ) -> None:
        token = stack.token
        stack.stop(signal.SIGKILL)
        orphans = {process.pid for process in stack.processes()}
        assert len(orphans) >= 10
        stack.start()
        assert "that a crashed run had left" in stack.screen
        assert not orphans & {process.pid for process in stack.processes()}
        assert stack.token == token
        assert stack.get("/api/v1/connections")["items"][0]["xero"]["state"] == "ok"


@pytest.mark.timeout(300)
def test_ctrl_c_ends_everything(stack: Stack) -> None:
    assert stack.stop(signal.SIGINT) == 0
    assert "Stopped." in stack.screen
    assert stack.processes() == []


def test_reset_forgets_everything(stack: Stack) -> None:
    done = devstack(stack, "reset")
    assert done.returncode == 0
    assert not stack.home.exists()


def test_a_port_that_a_stranger_holds_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]
        stack = Stack(tmp_path / "run")
        stack._told["DEVSTACK_MONGOD_PORT"] = str(port)
        done = devstack(stack, "run")
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is taken by another program; free it or set DEVSTACK_MONGOD_PORT to another "
        "one.\n"
    )


def test_wrong_settings_are_all_named(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "run")
    stack._told.update({"DEVSTACK_GATEWAY_PORT": "99999", "DEVSTACK_WORLD": "flat"})
    done = devstack(stack, "run")
    assert done.returncode == 2
    assert "DEVSTACK_GATEWAY_PORT" in done.stderr
    assert "DEVSTACK_WORLD" in done.stderr
