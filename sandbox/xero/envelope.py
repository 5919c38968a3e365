"""The frame around every collection that Xero answers with."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from werkzeug.wrappers import Response

from sandbox.door.clock import Clock
from sandbox.xero.answers import json_answer
from sandbox.xero.dates import wire_bare
from sandbox.xero.reading.pages import Page

PROVIDER = "Counterfoil"


class Envelope:
    """Frames rows; the pagination object sits before the collection and only on paged reads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def answer(
        self, collection: str, rows: Sequence[Mapping[str, Any]], page: Page | None = None
    ) -> Response:
        """200 with a collection."""
        return json_answer(
            {
                "Id": str(uuid4()),
                "Status": "OK",
                "ProviderName": PROVIDER,
                "DateTimeUTC": wire_bare(self._clock.now()),
                **({"pagination": page.described()} if page else {}),
                collection: list(rows),
            }
        )
