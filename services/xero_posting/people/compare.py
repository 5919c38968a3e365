"""What a change of options would have done to the last invoices: simulated before and after.

Nothing is asked of Xero and nothing is written; lists are those that are stored.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from core.domain.connection_settings import ConnectionSettings
from core.domain.effect import NOT_SHOWN, Pair, summed_up
from core.domain.organisation_lists import ListKind
from core.domain.preflight import Simulated
from core.domain.records import Connection, InvoiceRecord
from core.domain.setting_rows import apply_rows, row_from
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.store import connections, invoices
from services.xero_posting.options import checking
from services.xero_posting.people.preflight import give_way
from services.xero_posting.people.simulate import Simulator

MOST = 200
# An invoice of 500 lines takes a hundred times as long as a short one, and a person waits.
_MOST_LINES = 5_000
_BREATH = 10


class CompareSettings:
    """Answers `compare_settings`."""

    def __init__(self, now: Clock, public_url: str, breathe: Callable[[], None] = give_way) -> None:
        """`breathe` lets others of this process have their turn."""
        self._now = now
        self._public_url = public_url
        self._breathe = breathe

    def compare(
        self,
        connection_id: str,
        changes: Mapping[str, Any] | None,
        rows: Sequence[Mapping[str, Any]] | None,
        count: int,
    ) -> Answer:
        """Whole options by their names, or rows of them; both are laid over the present ones."""
        connection = connections.get(connection_id)
        if connection is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        if not 1 <= count <= MOST:
            return problem("invalid", f"Ask for 1 to {MOST} invoices.")
        present = connection.settings.model_dump(mode="json")
        try:
            wanted = apply_rows(present, map(row_from, rows or ())) | dict(changes or {})
            settings = ConnectionSettings.model_validate(wanted)
        except ValidationError as error:
            return done(**_nothing(checking.invalid(error)))
        except ValueError as error:
            return problem("invalid", f"That is no row of the options: {error}")
        checked = checking.check(connection_id, wanted, _as_stored)
        records = invoices.latest(connection_id, count, _MOST_LINES)
        pairs = self.pairs(connection, settings, records)
        return done(
            problems=checked.get("problems") or [],
            not_read=[],
            invoices=[_told(pair) for pair in pairs],
            summary=list(summed_up(pairs)),
            not_shown=_not_shown(present, settings.model_dump(mode="json")),
        )

    def pairs(
        self,
        connection: Connection,
        settings: ConnectionSettings,
        records: Sequence[InvoiceRecord],
        simulator_for: Callable[[Connection], Simulator] | None = None,
    ) -> list[Pair]:
        """Each record by the present options and by the wanted ones."""
        make = simulator_for or (lambda of: Simulator(of, self._public_url, self._now))
        before = make(connection).simulate(records)
        after = make(replace(connection, settings=settings)).simulate(records)
        found: list[Pair] = []
        for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
            found.append(Pair(one, other))
            if number % _BREATH == 0:
                self._breathe()
        return found


def _as_stored(
    connection: Connection, kinds: Collection[ListKind], age: timedelta
) -> frozenset[ListKind]:
    """Satisfies `Freshen` without a question: who saves is told what Xero's lists say now."""
    return frozenset()


def _nothing(problems: list[dict[str, Any]]) -> dict[str, Any]:
    return {"problems": problems, "not_read": [], "invoices": [], "summary": [], "not_shown": {}}


def _not_shown(present: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, str]:
    changed = (name for name in wanted if wanted[name] != present.get(name))
    return {name: NOT_SHOWN[name] for name in changed if name in NOT_SHOWN}


def _told(pair: Pair) -> dict[str, Any]:
    one = pair.before
    return {
        "autotask_id": one.autotask_id,
        "number": one.number,
        "company": one.company,
        "currency": one.currency,
        "total": f"{one.total:.2f}",
        "before": _side(one),
        "after": _side(pair.after),
        "changes": [each._asdict() for each in pair.changes],
        "is_changed": bool(pair.changes),
    }


def _side(simulated: Simulated) -> dict[str, Any]:
    lines = simulated.draft.lines if simulated.draft else ()
    return {
        "outcome": simulated.outcome.value,
        "code": simulated.code,
        "title": simulated.fault.title if simulated.fault else "",
        "message": simulated.message,
        "accounts": sorted({line.account_code for line in lines}),
        "tax_types": sorted({line.tax_type for line in lines}),
        "lines": len(lines),
    }
