"""A client of the Autotask sandbox for tests, and the settings to start one."""

from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from sandbox.door.gate import Gate
from sandbox.settings import AutotaskCredentials, Settings, XeroApp

HEADERS = {"ApiIntegrationCode": "CODE", "UserName": "api@kauri.example", "Secret": "s#e$c"}
ROOT = "/ATServicesRest/V1.0/"


class Api:
    """A client of one sandbox, and of its door."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.client = Client(gate)

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        return self.client.open(ROOT + path, method=method, headers=HEADERS, **options)

    def get(self, path: str) -> Any:
        return self.call("GET", path).json

    def query(self, entity: str, *filters: dict[str, Any], **more: Any) -> Any:
        return self.call("POST", f"{entity}/query", json={"filter": list(filters), **more}).json

    def ids(self, entity: str, *filters: dict[str, Any], **more: Any) -> list[int]:
        return [item["id"] for item in self.query(entity, *filters, **more)["items"]]

    def count(self, entity: str, *filters: dict[str, Any]) -> int:
        answer = self.call("POST", f"{entity}/query/count", json={"filter": list(filters)})
        return int(answer.json["queryCount"])  # type: ignore[index]

    def errors(self, entity: str, body: dict[str, Any]) -> tuple[int, Any]:
        answer = self.call("POST", f"{entity}/query", json=body)
        return answer.status_code, answer.json

    def door(self, method: str, path: str, body: object = None) -> Any:
        answer = self.client.open(f"/_sandbox/{path}", method=method, json=body)
        assert answer.status_code < 300, answer.text
        return answer.json


def settings(directory: Path, **changes: Any) -> Settings:
    defaults: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 1,
        "database": directory / "autotask.sqlite",
        "seed": 1,
        "world": "empty",
        "today": date(2026, 11, 22),
        "invoice_seconds": 0.0,
        "delay_scale": 0.0,
        "autotask": AutotaskCredentials("api@kauri.example", "s#e$c", "CODE"),
        "xero": XeroApp("", "", ()),
    }
    return Settings(**{**defaults, **changes})
