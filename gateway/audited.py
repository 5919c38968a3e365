"""Commands as people and tokens give them: carried out, then noted with who, what and why."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from core.runtime.clock import utc_now
from core.store import audit_events
from core.store.views.search import DocumentFilter
from gateway import credential_limit
from gateway.answers import Done, DoneMany, Saved
from gateway.autotask_commands import AutotaskCommands
from gateway.commands import Commands
from gateway.gate import principal
from gateway.problems import CommandRefusedError


def change_document(
    kind: str, command: str, connection: str, autotask_id: int, reason: str
) -> Done:
    if kind != "invoices" and command != "resync":
        raise CommandRefusedError("conflict", "Purchase orders know only Resync.")
    why = reason.strip()[:500]
    done = commands().change_document(kind, command, connection, autotask_id, principal().name, why)
    _note(command, connection, f"{kind}/{autotask_id}", why)
    return Done(done.message or "Done.", done.status)


def resync_cause(connection: str, cause: str, reason: str) -> DoneMany:
    why = reason.strip()[:500]
    done = commands().resync_cause(connection, cause, principal().name, why)
    _note("resync_cause", connection, f"cause {cause}, {done.moved} queued", why)
    return done


def start_preflight(connection: str, wanted: DocumentFilter) -> tuple[str, str]:
    filled = {
        "statuses": [status.value for status in wanted.statuses],
        "text": wanted.text,
        "cause": wanted.cause,
        "first_on": wanted.first_on,
        "last_on": wanted.last_on,
    }
    told = {name: value for name, value in filled.items() if value}
    started, message = commands().start_preflight(connection, told, principal().name)
    _note("preflight", connection, started)
    return started, message or "The preflight has started."


def set_state(connection: str, wanted: str) -> Done:
    done = commands().set_state(connection, wanted, principal().name)
    _note(wanted, connection)
    text = done.message or ("Sync is active." if wanted == "active" else "Sync is paused.")
    return Done(text, wanted)


def save_settings(connection: str, changes: dict[str, Any]) -> Saved:
    saved = commands().save_settings(connection, changes, principal().name)
    if saved.is_saved:
        _note("settings", connection, ", ".join(saved.changed)[:500])
    return saved


def link_contact(connection: str, company_id: int, xero_contact_id: str) -> str:
    who = principal().name
    told = commands().link_contact(connection, company_id, xero_contact_id, who)
    _note("link_contact", connection, f"companies/{company_id}: {xero_contact_id}")
    return told


def sync_now(kind: str, connection: str) -> Done:
    done = commands().sync_now(kind, connection)
    _note("sync_now", connection, kind)
    text = done.message or ("A run has started." if done.started else "A run is on already.")
    return Done(text, started=done.started)


def refresh_lists(connection: str) -> Done:
    done = of_autotask().refresh_lists(connection)
    _note("refresh_lists", connection)
    return Done(done.message or "Autotask's lists were read again.")


def prove_credentials(connection: str) -> Done:
    done = of_autotask().test_credentials(connection)
    _note("test_credentials", connection)
    return Done(done.message or "Autotask accepts the sign-in.")


def save_credentials(connection: str, credentials: Mapping[str, str]) -> Done:
    """The trail names the API user, and none of the secrets."""
    credential_limit.count_one(connection)
    done = of_autotask().save_credentials(connection, credentials, principal().name)
    _note("autotask_credentials", connection, credentials["user"][:200])
    return Done(done.message or "Autotask accepts the credentials; they are saved.")


def tell_again(connection: str) -> Done:
    done = of_autotask().tell_again(connection, principal().name)
    _note("tell_again", connection)
    return Done(done.message or "Autotask is told again.")


def commands() -> Commands:
    found: Commands = current_app.extensions["commands"]
    return found


def of_autotask() -> AutotaskCommands:
    found: AutotaskCommands = current_app.extensions["autotask_commands"]
    return found


def _note(action: str, connection: str, subject: str = "", reason: str = "") -> None:
    audit_events.record(
        at=utc_now(),
        who=principal().name,
        action=action,
        connection=connection,
        subject=subject or None,
        reason=reason or None,
    )
