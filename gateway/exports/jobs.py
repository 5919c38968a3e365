"""Starts the processes that write files: a few on each host, the oldest wish first.

A process of its own, because an Excel book of 100,000 rows computes for 20 seconds, which a thread
of a web worker would take from everybody else. Whoever looks at a file tends all of them, so that
a writer that was killed is followed by another one.
"""

import json
import logging
import socket
import subprocess
import sys
import threading
from dataclasses import asdict
from uuid import uuid4

from core.store import exports as store
from core.store.exports import Wanted
from core.store.views import exports as views
from gateway.assets import WEB
from gateway.messages import list as messages
from gateway.problems import CommandRefusedError

log = logging.getLogger(__name__)

MOST_AT_ONCE = 2
"""On one host: each takes a processor for itself."""
MOST_WAITING = 1
MOST_KEPT = 3
"""Of one person; the oldest finished ones go when another one is begun."""

_HOST = socket.gethostname()


def begin(wanted: Wanted, mongo_uri: str) -> str:
    """The id of the file; the same one when it is being written already."""
    mine = [each for each in views.of_person(wanted.connection_id, wanted.by) if each.is_open]
    asked = (wanted.shelf, wanted.query, wanted.form)
    for each in mine:
        if (each.shelf, each.query, each.form) == asked:
            return each.id
    if sum(each.state == "waiting" for each in mine) >= MOST_WAITING:
        raise CommandRefusedError("conflict", messages.EXPORT_WAITS_ALREADY)
    export_id = uuid4().hex
    store.create(export_id, wanted)
    store.drop_older(wanted.connection_id, wanted.by, MOST_KEPT)
    tend(mongo_uri)
    return export_id


def tend(mongo_uri: str) -> None:
    """Give a process to each file that waits or has lost its own, as far as there is room."""
    while claimed := store.claim_next(_HOST, uuid4().hex, MOST_AT_ONCE):
        told = {"mongo_uri": mongo_uri, **asdict(claimed)}
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway.exports.write"], cwd=WEB.parent, stdin=subprocess.PIPE
        )
        # On the standard input, where nobody else reads the address with its password.
        threading.Thread(
            target=_see_through, args=(process, json.dumps(told).encode()), daemon=True
        ).start()


def _see_through(process: "subprocess.Popen[bytes]", told: bytes) -> None:
    process.communicate(told)
    if process.returncode:
        log.warning("Writing a file has ended with exit code %s", process.returncode)
