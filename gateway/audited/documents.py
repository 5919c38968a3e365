"""Commands about one document, carried out and noted."""

from gateway.answers import Done
from gateway.audited.noting import commands, noted
from gateway.commands.documents import Wish
from gateway.gate import principal
from gateway.problems import CommandRefusedError


def change_document(
    kind: str,
    command: str,
    connection: str,
    autotask_id: int,
    reason: str = "",
    version: int | None = None,
) -> Done:
    """`version` is that of the record which the person saw; without one nothing is compared."""
    if kind != "invoices" and command != "resync":
        raise CommandRefusedError("conflict", "Purchase orders know only Resync.")
    why = reason.strip()[:500]
    wish = Wish(principal().name, why, version)
    with noted(command, connection, f"{kind}/{autotask_id}", why):
        done = commands().change_document(kind, command, connection, autotask_id, wish)
    return Done(done.message or "Done.", done.status)


def remove(connection: str, autotask_id: int, reason: str = "", version: int | None = None) -> Done:
    """Take an invoice off the list; it changes nothing else."""
    return change_document("invoices", "remove", connection, autotask_id, reason, version)


def bring_back(
    connection: str, autotask_id: int, reason: str = "", version: int | None = None
) -> Done:
    """Show a removed invoice on the list again."""
    return change_document("invoices", "bring_back", connection, autotask_id, reason, version)


def link_contact(connection: str, company_id: int, xero_contact_id: str) -> str:
    who = principal().name
    with noted("link_contact", connection, f"companies/{company_id}: {xero_contact_id}"):
        return commands().link_contact(connection, company_id, xero_contact_id, who)


def sync_now(kind: str, connection: str) -> Done:
    with noted("sync_now", connection, kind):
        done = commands().sync_now(kind, connection)
    text = done.message or ("A run has started." if done.started else "A run is on already.")
    return Done(text, started=done.started)
