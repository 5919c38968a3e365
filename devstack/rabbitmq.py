"""A private RabbitMQ node: own ports, own epmd, own data, beside any other node of the machine."""

import base64
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from devstack import apt
from devstack.install import write_private
from devstack.part import NotAvailableError, Part, answers

USER = "counterfoil"
VHOST = "counterfoil"

# /usr/sbin/rabbitmq-server is Debian's wrapper: it changes to the user rabbitmq and to its directories.
_SERVERS = (
    Path("/usr/lib/rabbitmq/bin/rabbitmq-server"),
    Path("/opt/homebrew/sbin/rabbitmq-server"),
    Path("/usr/local/sbin/rabbitmq-server"),
)
_HELLO = b"AMQP\x00\x00\x09\x01"
_METHOD_FRAME = b"\x01"


def find_or_install() -> Path:
    """The server's real start script, installed with apt when it is missing."""
    found = _find()
    if found is None:
        apt.install("rabbitmq-server")
        found = _find()
    if found is None:
        raise NotAvailableError(
            "RabbitMQ is missing: install your distribution's package rabbitmq-server and start again."
        )
    return found


def _find() -> Path | None:
    known = next((path for path in _SERVERS if path.exists()), None)
    on_path = shutil.which("rabbitmq-server")
    return known or (Path(on_path) if on_path else None)


def amqp_uri(port: int, password: str) -> str:
    """Where the product finds the node."""
    return f"amqp://{USER}:{quote(password, safe='')}@127.0.0.1:{port}/{VHOST}"


def parts(
    server: Path,
    home: Path,
    ports: tuple[int, int, int],
    password: str,
    inherited: Mapping[str, str],
) -> tuple[Part, Part]:
    """The name server of the Erlang machine and the node; `ports` are AMQP, distribution and epmd.

    epmd is started by us and in the foreground: the one that Erlang would start stays for ever.
    """
    amqp_port, _, epmd_port = ports
    environment = {**inherited, **_environment(home, ports)}
    _write_configuration(home, amqp_port, password)
    epmd = shutil.which("epmd") or "/usr/bin/epmd"
    return (
        Part(
            "epmd",
            [epmd, "-port", str(epmd_port), "-address", "127.0.0.1", "-relaxed_command_check"],
            environment,
            answers(epmd_port),
            stop_seconds=5,
            is_quiet=True,
        ),
        Part(
            "rabbitmq",
            [str(server)],
            environment,
            answers(amqp_port, _HELLO, _METHOD_FRAME),
            ready_seconds=120,
            stop_seconds=30,
            is_quiet=True,
        ),
    )


def _environment(home: Path, ports: tuple[int, int, int]) -> dict[str, str]:
    amqp_port, dist_port, epmd_port = ports
    return {
        # The cookie of the node lies in HOME; a tool for it needs the same HOME.
        "HOME": str(home),
        "RABBITMQ_NODENAME": f"counterfoil{amqp_port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(amqp_port),
        "RABBITMQ_DIST_PORT": str(dist_port),
        "ERL_EPMD_PORT": str(epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_BASE": str(home),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_PID_FILE": str(home / "rabbitmq.pid"),
        # Erlang in the place of the start script, so that one signal reaches it.
        "RUNNING_UNDER_SYSTEMD": "true",
        # Idle schedulers sleep instead of spinning; the node listens to nobody outside.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"
        ),
    }


def _write_configuration(home: Path, amqp_port: int, password: str) -> None:
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    definitions = home / "definitions.json"
    write_private(definitions, json.dumps(_definitions(password)))
    (home / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = 127.0.0.1:{amqp_port}\n"
        f"load_definitions = {definitions}\n"
        "log.console = false\nlog.file.level = warning\n"
        # Two stacks and the tests share one machine.
        "disk_free_limit.absolute = 200MB\n"
    )
    (home / "enabled_plugins").write_text("[].\n")
    (home / "rabbitmq-env.conf").touch()


def _definitions(password: str) -> dict[str, object]:
    """The user and the virtual host, there from the first moment and brought up to date at each start."""
    return {
        "vhosts": [{"name": VHOST}],
        "users": [
            {
                "name": USER,
                "password_hash": _hashed(password),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": "",
            }
        ],
        "permissions": [
            {"user": USER, "vhost": VHOST, "configure": ".*", "write": ".*", "read": ".*"}
        ],
    }


def _hashed(password: str) -> str:
    """https://www.rabbitmq.com/docs/passwords: base64(salt + sha256(salt + password)), salt of 4 bytes."""
    salt = hashlib.sha256(b"counterfoil" + password.encode()).digest()[:4]
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
