"""How the private nodes are described."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from devstack import mongodb, product, rabbitmq
from devstack.install import InstallSecrets
from devstack.part import NotAvailableError
from devstack.settings import StackSettings


def test_the_password_of_the_broker_is_stored_as_rabbitmq_hashes_it(tmp_path: Path) -> None:
    rabbitmq.parts(Path("/server"), tmp_path, (1, 2, 3), "word", {})
    (user,) = json.loads((tmp_path / "definitions.json").read_text())["users"]
    raw = base64.b64decode(user["password_hash"])
    assert raw[4:] == hashlib.sha256(raw[:4] + b"word").digest()


def test_the_broker_listens_to_this_machine_only_and_beside_any_other_node(tmp_path: Path) -> None:
    epmd, node = rabbitmq.parts(Path("/server"), tmp_path, (5680, 25680, 4380), "word", {})
    assert node.environment["RABBITMQ_NODENAME"] == "counterfoil5680@localhost"
    assert node.environment["ERL_EPMD_PORT"] == "4380"
    assert epmd.command[1:] == [
        "-port", "4380", "-address", "127.0.0.1", "-relaxed_command_check",
    ]  # fmt: skip
    assert "listeners.tcp.1 = 127.0.0.1:5680" in (tmp_path / "rabbitmq.conf").read_text()


def test_a_password_with_odd_characters_fits_into_the_address() -> None:
    assert rabbitmq.amqp_uri(5680, "a/b@c") == (
        "amqp://counterfoil:a%2Fb%40c@127.0.0.1:5680/counterfoil"
    )


def test_a_missing_mongod_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(NotAvailableError, match="put a mongod on PATH"):
        mongodb.find()


def test_a_mongod_that_lacks_its_libraries_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "mongod"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(broken) if name == "mongod" else None)
    with pytest.raises(NotAvailableError, match="does not start here: it needs libcurl4"):
        mongodb.find()


def test_a_missing_rabbitmq_that_cannot_be_installed_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rabbitmq, "_SERVERS", ())
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(NotAvailableError, match="install your distribution's package"):
        rabbitmq.find_or_install()


def test_every_actor_has_a_health_port_of_its_own() -> None:
    parts = product.actors(StackSettings(health_port=9000), {})
    ports = [part.environment["HEALTH_PORT"] for part in parts]
    assert ports == ["9000", "9001", "9002", "9003", "9004"]


def test_the_product_and_the_sandboxes_are_told_the_same_secrets(tmp_path: Path) -> None:
    settings, known = StackSettings(dir=tmp_path), InstallSecrets()
    ours = product.environment(settings, known)
    _, xero = product.sandboxes(settings, known, {})
    theirs = xero.environment
    assert ours["XERO_CLIENT_SECRET"] == theirs["SANDBOX_XERO_CLIENT_SECRET"]
    assert theirs["SANDBOX_XERO_REDIRECT_URIS"].startswith(ours["PUBLIC_URL"])
