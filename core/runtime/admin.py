"""First steps of an install from a shell: `python -m core.runtime.admin user|sign-out|token|connection`.

A connection comes from a JSON file with id, name, settings and autotask {user, secret,
integration_code}, or autotask {same_as} with the id of a connection whose Autotask it shares; it
starts paused, and an administrator gives Xero's consent in the browser.
"""

import argparse
import json
import secrets
import sys
from pathlib import Path
from typing import Any

from core.domain.errors import UnauthorizedError, UnavailableError
from core.runtime.clock import utc_now
from core.runtime.rpc_client import RemoteCallError, RpcClient
from core.runtime.settings import Settings, load_or_exit
from core.runtime.sharing import check_access, check_described
from core.store import api_tokens, checkpoints, connect, connections, users
from core.store.budgets import autotask_account
from core.store.sealing import Sealer

# The service may have to ask Xero first.
_VENDOR_SECONDS = 20.0
_SIGN_IN = ("user", "secret", "integration_code")
_ROLES = ("viewer", "operator", "admin")


def main(arguments: list[str]) -> int:
    """The exit code; 2 when the arguments or the file make no sense."""
    told = _parser().parse_args(arguments)
    settings = load_or_exit()
    connect.connect(settings.mongo_uri)
    connect.create_indexes()
    try:
        match told.what:
            case "user":
                _user(told.email, told.role)
            case "sign-out":
                users.end_sessions(told.email)
                sys.stdout.write(f"{told.email} has to sign in again everywhere.\n")
            case "token":
                _token(told.name, told.role)
            case _:
                _connection(told.file, settings, is_same_tenant=told.same_tenant)
    except (OSError, ValueError, KeyError) as problem:
        sys.stderr.write(f"That did not work: {problem}\n")
        return 2
    finally:
        connect.disconnect()
    return 0


def _user(email: str, role: str) -> None:
    password = sys.stdin.readline().rstrip("\n")
    if len(password) < 12:
        raise ValueError("give a password of at least 12 characters on standard input")
    users.ensure(email=email, name=email, role=role, password=password, now=utc_now())
    sys.stdout.write(f"{email} may sign in as {role}.\n")


def _token(name: str, role: str) -> None:
    token = secrets.token_urlsafe(32)
    api_tokens.ensure(token=token, name=name, role=role, now=utc_now())
    sys.stdout.write(f"{token}\n")


def _connection(file: Path, settings: Settings, *, is_same_tenant: bool) -> None:
    connection = json.loads(file.read_text())
    access = connection["autotask"]
    if doubt := check_access(connection["id"], access, is_same_tenant=is_same_tenant):
        sys.stdout.write(f"{doubt}\n")
    tell_check({"problems": check_described(connection)})
    _check_options(connection["id"], connection["settings"], settings)
    sealer = Sealer(settings.secret_key)
    has_others = "same_as" not in access and _are_others(connection["id"], access, sealer)
    connections.ensure(connection, sealer, utc_now())
    if has_others:
        _let_go_on(connection["id"])
    sys.stdout.write(f"Connection {connection['id']} is there. Connect Xero in the browser.\n")
    if "same_as" in access or not _try_credentials(connection["id"], settings):
        checkpoints.run_soon(connections.autotask_key(connection["id"]), "ingest", utc_now())


def _are_others(connection_id: str, access: dict[str, str], sealer: Sealer) -> bool:
    """Whether they are not those that are kept: a file that is applied again is no new sign-in."""
    try:
        kept = connections.autotask_credentials(connection_id, sealer)
    except (LookupError, UnauthorizedError):
        return True
    return any(kept.get(name) != access[name] for name in _SIGN_IN)


def _let_go_on(connection_id: str) -> None:
    """New credentials end a wait that wrong ones began, and may live in another zone."""
    connections.forget_zone(connection_id)
    owner = connections.get(connection_id)
    if owner is not None:
        autotask_account(connection_id, owner.settings.autotask_share).lift()


def _try_credentials(connection_id: str, settings: Settings) -> bool:
    """Say what Autotask says to them; False without the service: the first look finds out."""
    rpc = RpcClient(settings.amqp_uri)
    try:
        answer = rpc.call(
            "autotask_ingestion", "test_credentials", _VENDOR_SECONDS, connection_id=connection_id
        )
    except (UnavailableError, RemoteCallError):
        sys.stdout.write("The Autotask service did not answer: the credentials were not tried.\n")
        return False
    finally:
        rpc.close()
    told = answer.get("message") or (answer.get("problem") or {}).get("message")
    sys.stdout.write(f"{told}\n")
    return True


def _check_options(connection_id: str, options: dict[str, Any], settings: Settings) -> None:
    """Ask the posting service what the organisation's lists say; without it only the form counts."""
    rpc = RpcClient(settings.amqp_uri)
    try:
        answer = rpc.call(
            "xero_posting",
            "check_settings",
            _VENDOR_SECONDS,
            connection_id=connection_id,
            settings=options,
        )
    except UnavailableError:
        sys.stdout.write("The posting service is not up: not checked against Xero's lists.\n")
        return
    finally:
        rpc.close()
    tell_check(answer)


def tell_check(answer: dict[str, Any]) -> None:
    """Everything that was found; raises `ValueError` when something of it blocks."""
    problems = [(each, _blocks(each)) for each in answer.get("problems") or ()]
    for each, blocks in problems:
        effect = "" if blocks else " (does not keep it from being saved)"
        sys.stdout.write(f"{each['option']}: {each['message']}{effect}\n")
    if not_read := answer.get("not_read"):
        sys.stdout.write(
            f"Xero did not give these now, what was read before counted: {', '.join(not_read)}.\n"
        )
    if any(blocks for _, blocks in problems):
        raise ValueError("the options do not fit the organisation; nothing was saved")


def _blocks(problem: dict[str, Any]) -> bool:
    """What was so before stands in the way of nothing."""
    return bool(problem.get("blocks", True)) and not problem.get("standing")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m core.runtime.admin", description=__doc__)
    commands = parser.add_subparsers(dest="what", required=True)
    user = commands.add_parser("user", help="who may sign in; the password comes from stdin")
    user.add_argument("email")
    leaver = commands.add_parser("sign-out", help="ends every session of a user")
    leaver.add_argument("email")
    token = commands.add_parser("token", help="a token for the JSON API; printed once")
    token.add_argument("name")
    for command in (user, token):
        command.add_argument("--role", choices=_ROLES, default="admin")
    connection = commands.add_parser("connection", help="made, or brought up to date, from a file")
    connection.add_argument("file", type=Path)
    connection.add_argument(
        "--same-tenant",
        action="store_true",
        help="the other API user in the file belongs to the tenant that the invoices came from",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
