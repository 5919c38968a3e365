"""Commands as people and tokens give them: carried out, then noted with who, what and why."""

from gateway.audited.audit import read_aside, start_contact_report, stop_contact_report
from gateway.audited.bulk import (
    resync_cause,
    start_bulk,
    start_preflight,
    stop_bulk,
    told_filter,
)
from gateway.audited.connections import (
    prove_consent,
    prove_credentials,
    refresh_lists,
    refresh_reference_data,
    save_credentials,
    set_state,
    tell_again,
)
from gateway.audited.documents import (
    bring_back,
    change_document,
    link_contact,
    remove,
    sync_now,
)
from gateway.audited.noting import commands, note, of_autotask
from gateway.audited.settings import save_settings

__all__ = [
    "bring_back",
    "change_document",
    "commands",
    "link_contact",
    "note",
    "of_autotask",
    "prove_consent",
    "prove_credentials",
    "read_aside",
    "refresh_lists",
    "refresh_reference_data",
    "remove",
    "resync_cause",
    "save_credentials",
    "save_settings",
    "set_state",
    "start_bulk",
    "start_contact_report",
    "start_preflight",
    "stop_bulk",
    "stop_contact_report",
    "sync_now",
    "tell_again",
    "told_filter",
]
