"""What people may ask the actors to do; each is one RPC with a deadline and an honest answer."""

from gateway.commands.audit import AuditCommands
from gateway.commands.bulk import BulkCommands
from gateway.commands.connections import ConnectionCommands
from gateway.commands.documents import INVOICE_COMMANDS, DocumentCommands
from gateway.commands.settings import SettingCommands

__all__ = ["INVOICE_COMMANDS", "Commands"]


class Commands(DocumentCommands, BulkCommands, SettingCommands, AuditCommands, ConnectionCommands):
    """The gateway's buttons, as methods; those of the Autotask side have a module of their own."""
