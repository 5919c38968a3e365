"""What happens as the sandbox's time passes: late numbers, late lines, new invoices; each once.

Nothing waits in a thread: whoever asks the tenant anything first lets happen what has become due.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.autotask.appearing import Wish, arranged
from sandbox.autotask.tenant import Tenant
from sandbox.door.clock import Clock
from sandbox.door.errors import DoorError
from sandbox.door.storage import Store
from sandbox.world.arrivals import Arrival, LastIds, arrive, chosen_company
from sandbox.world.companies import Company, companies, sized_companies
from sandbox.world.model import Effect, World

EFFECTS: Final = "effects"
ARRIVALS: Final = "arrivals"
LINES_OF_BUSINESS: Final = "OrganizationalLevelAssociations"
# The door keeps what the last reset asked for under this name.
WORLD: Final = "world"
# After a jump of the clock nobody wants a day's worth of invoices at once.
MOST_AT_ONCE: Final = 20
NEVER: Final = float("inf")


class Passing:
    """Keeps what is due in the store, so that a restart neither loses nor repeats anything."""

    def __init__(self, tenant: Tenant, store: Store, clock: Clock, period: float) -> None:
        self._tenant = tenant
        self._store = store
        self._clock = clock
        self._period = period
        self._next_due = 0.0

    def begin(self, effects: list[Effect]) -> None:
        """A world starts now."""
        self._store.set_value(EFFECTS, self._rows(effects))
        self._store.set_value(ARRIVALS, {"serial": 0})
        self.resume()

    def resume(self) -> None:
        """The sandbox starts, with this world or again with it: time off is no billing time."""
        now, arrivals = self._clock.time(), self._store.value(ARRIVALS)
        planned = float(arrivals.get("next", now))
        due = min(planned, now + self._period) if planned > now else now + self._period
        self._store.set_value(ARRIVALS, {**arrivals, "next": due})
        self._next_due = 0.0

    def let_happen(self) -> None:
        """Does what has become due since the last call."""
        if self._clock.time() < self._next_due:
            return
        with self._store.transaction():
            self._effects()
            self._arrivals()
            self._next_due = min(
                [float(row["due"]) for row in self._store.value(EFFECTS, [])]
                + [self._arrival_due()]
            )

    def appear(self, wish: Wish) -> list[int]:
        """New invoices; their ids."""
        line = wish.line_of_business
        if line is not None and self._tenant.find(LINES_OF_BUSINESS, line) is None:
            raise DoorError(f"There is no line of business {line}.")
        with self._store.transaction():
            moment = wish.created_at or self._clock.now()
            if wish.same_second and wish.created_at is None:
                moment = self._newest() or moment
            lag = wish.lines_after or int(self._tenant.switches.position("lines_lag")) or None
            return [self._appear(moment, replace(wish, lines_after=lag)) for _ in range(wish.count)]

    def still_to_appear(self) -> frozenset[int]:
        """The invoices that have their ids already and are not seen yet."""
        rows = self._store.value(EFFECTS, [])
        return frozenset(row["id"] for row in rows if row["kind"] == "appear")

    def _rows(self, effects: list[Effect]) -> list[dict[str, Any]]:
        now = self._clock.time()
        return [
            {"due": now + effect.after_seconds, "kind": effect.kind, "id": effect.invoice_id}
            | {"payload": effect.payload}
            for effect in effects
        ]

    def _newest(self) -> datetime | None:
        created = [row["createDateTime"] for row in self._store.all("Invoices")]
        return datetime.fromisoformat(max(created)) if created else None

    def _effects(self) -> None:
        now = self._clock.time()
        rows = self._store.value(EFFECTS, [])
        due = [row for row in rows if row["due"] <= now]
        if not due:
            return
        for row in due:
            self._apply(row)
        self._store.set_value(EFFECTS, [row for row in rows if row["due"] > now])

    def _apply(self, row: Mapping[str, Any]) -> None:
        invoice = self._tenant.find("Invoices", row["id"])
        if invoice is None or invoice["isVoided"] or row["kind"] == "appear":
            return
        if row["kind"] == "edit":
            self._tenant.change("Invoices", invoice, row["payload"])
            return
        first = self._tenant.last_id("BillingItems") + 1
        items = [{**item, "id": first + index} for index, item in enumerate(row["payload"])]
        self._tenant.add(World({"BillingItems": items}))

    def _arrival_due(self) -> float:
        billing = self._period > 0 and self._store.value(WORLD, {}).get("kind") == "demo"
        return float(self._store.value(ARRIVALS)["next"]) if billing else NEVER

    def _arrivals(self) -> None:
        now, due = self._clock.time(), self._arrival_due()
        if due > now:
            return
        waiting = int((now - due) // self._period) + 1
        lag = int(self._tenant.switches.position("lines_lag")) or None
        for index in range(max(0, waiting - MOST_AT_ONCE), waiting):
            moment = datetime.fromtimestamp(due + index * self._period, UTC)
            self._appear(moment, Wish(1, lines_after=lag))
        later = {**self._store.value(ARRIVALS), "next": due + waiting * self._period}
        self._store.set_value(ARRIVALS, later)

    def _appear(self, moment: datetime, wish: Wish) -> int:
        seed = int(self._store.value(WORLD)["seed"])
        arrivals = self._store.value(ARRIVALS)
        serial = arrivals["serial"] + 1
        company = self._company(wish.company_id, seed, serial)
        self._store.set_value(ARRIVALS, {**arrivals, "serial": serial})
        arrival = Arrival(company, moment, serial, wish.lines, wish.credit)
        part = arranged(arrive(arrival, seed, self._last_ids()), wish)
        self._tenant.add(part)
        self._store.set_value(EFFECTS, [*self._store.value(EFFECTS, []), *self._rows(part.effects)])
        self._next_due = 0.0
        return int(part.records["Invoices"][0]["id"])

    def _company(self, company_id: int | None, seed: int, serial: int) -> Company:
        world = self._store.value(WORLD)
        known = (
            companies(seed)
            if world["kind"] == "demo"
            else sized_companies(world["companies"], seed)
        )
        if not known:
            raise DoorError("This world has no companies that could be billed.")
        if company_id is None:
            return chosen_company(known, seed, serial)
        for company in known:
            if company.id == company_id:
                return company
        raise DoorError(f"There is no customer with the id {company_id}.")

    def _last_ids(self) -> LastIds:
        invoices = self._tenant.after("Invoices", -1)
        return LastIds(
            invoice=self._tenant.last_id("Invoices"),
            item=self._tenant.last_id("BillingItems"),
            batch=max((int(row["batchID"]) for row in invoices[-50:]), default=0),
        )
