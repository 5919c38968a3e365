"""A vendor of our own behind the door: it keeps the bodies that are posted to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import Client
from werkzeug.wrappers import Response

from sandbox.door.blueprint import door_blueprint
from sandbox.door.call import Call, fault_of
from sandbox.door.clock import Clock
from sandbox.door.gate import Gate
from sandbox.door.inspection import Door
from sandbox.door.limits import InFlight, LimitBoard
from sandbox.door.storage import Store
from sandbox.door.vendor import Answer, Refusal, World


class Shop:
    """The smallest vendor: one collection, one limit."""

    name = "shop"
    acted = frozenset({"upside_down"})
    parameters = frozenset({"colour"})

    def __init__(self, store: Store, limits: LimitBoard) -> None:
        self.store = store
        self.limits = limits
        self.in_flight = InFlight()
        self.errors: list[int] = []

    @property
    def answers(self) -> Mapping[str, Answer]:
        return {
            "error": lambda call, fault: Response("the shop is on fire", 500),
            "unavailable": lambda call, fault: Response("closed", 503),
        }

    def label(self, method: str, path: str) -> str:
        return f"{method} {path.strip('/').split('/')[0]}"

    @contextmanager
    def admission(self, call: Call) -> Iterator[Refusal | None]:
        call.answer_headers.append(("X-Shop", "open"))
        if not self.in_flight.enter("all", self.limits.value("customers")):
            yield Refusal("customers", Response("full", 429))
            return
        try:
            yield None
        finally:
            self.in_flight.leave("all")

    def errored(self, call: Call, answer: Response) -> None:
        self.errors.append(answer.status_code)

    def state(self) -> Mapping[str, Any]:
        return {"Orders": self.store.all("Orders")}

    def reset(self, world: World) -> None:
        self.store.put("Orders", 0, {"seed": world.seed, "today": world.today.isoformat()})


def shop_app(store: Store) -> Flask:
    app = Flask("shop")

    @app.post("/orders")
    def order() -> Any:
        with store.transaction():
            number = len(store.all("Orders"))
            store.put("Orders", number, {"order": request.get_data(as_text=True)})
        fault = fault_of(request.environ)
        return {"number": -number if fault and fault.name == "upside_down" else number}

    return app


def until(condition: Callable[[], object]) -> None:
    """Wait for something that another thread brings about."""
    deadline = monotonic() + 5
    while not condition():
        assert monotonic() < deadline, "it never happened"
        Event().wait(0.01)


class ShopFront:
    """A client of the shop and of its door."""

    def __init__(self, database: Path) -> None:
        self.store = Store(database / "shop.sqlite")
        limits = LimitBoard({"customers": 5}, self.store)
        self.shop = Shop(self.store, limits)
        self.inspection = Door(self.shop, self.store, Clock(), limits)
        self.inspection.begin(7, "demo")
        app = shop_app(self.store)
        app.register_blueprint(door_blueprint(self.inspection))
        # Any, because an answer without JSON fails the test anyway.
        self.client: Any = Client(Gate(app, self.inspection))

    def order(self, text: str = "bread", **headers: str) -> Any:
        return self.client.post("/orders", data=text, headers=headers)

    def door(self, path: str, sent: Any = None) -> Any:
        return self.client.post(f"/_sandbox/{path}", json=sent)

    def orders(self) -> list[str]:
        rows = self.client.get("/_sandbox/state").json["Orders"]
        return [row["order"] for row in rows if "order" in row]

    def logged(self, since: int = 0) -> list[dict[str, Any]]:
        return list(self.client.get(f"/_sandbox/requests?since={since}").json["requests"])


@pytest.fixture
def front(tmp_path: Path) -> Iterator[ShopFront]:
    shop_front = ShopFront(tmp_path)
    yield shop_front
    shop_front.store.close()
