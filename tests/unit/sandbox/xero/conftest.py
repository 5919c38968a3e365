"""The Xero sandbox without a socket, and an app that has been let in."""

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox.settings import read
from sandbox.xero.app import create_app

REDIRECT = "http://localhost:8000/oauth/callback"
TODAY = "2026-11-22"
BASIC = "Basic " + base64.b64encode(b"the-app:the-secret").decode()


class Bookkeeper:
    """Talks to one sandbox: `api` as the connected app, `door` as the tester."""

    def __init__(self, database: Path) -> None:
        self.database = database
        # Any, because an answer without JSON fails the test anyway.
        self.client: Any = Client(self.start())
        self.headers: dict[str, str] = {}

    def start(self) -> Any:
        self.gate = create_app(
            read(
                "xero",
                {
                    "SANDBOX_DATA_DIR": str(self.database),
                    "SANDBOX_XERO_CLIENT_ID": "the-app",
                    "SANDBOX_XERO_CLIENT_SECRET": "the-secret",
                    "SANDBOX_XERO_REDIRECT_URIS": REDIRECT,
                    "SANDBOX_TODAY": TODAY,
                },
            )
        )
        return self.gate

    def restart(self) -> None:
        self.gate.door.store.close()
        self.client = Client(self.start())

    def door(self, path: str, **sent: Any) -> Any:
        answer = self.client.post(f"/_sandbox/{path}", json=sent)
        assert answer.status_code < 300, answer.text
        return answer.json

    def logged(self) -> list[dict[str, Any]]:
        return list(self.client.get("/_sandbox/requests?since=0").json["requests"])

    def state(self) -> Any:
        return self.client.get("/_sandbox/state").json

    def token(self, **form: str) -> Any:
        headers = {"Authorization": form.pop("authorization", BASIC)}
        return self.client.post("/identity/connect/token", data=form, headers=headers)

    def code(self, **wish: str) -> str:
        return str(self.door("consents", **wish)["code"])

    def redeemed(self, **wish: str) -> Any:
        return self.token(
            grant_type="authorization_code", code=self.code(**wish), redirect_uri=REDIRECT
        ).json

    def refreshed(self, refresh_token: str) -> Any:
        return self.token(grant_type="refresh_token", refresh_token=refresh_token)

    def connect(self, **wish: str) -> "Bookkeeper":
        token = self.redeemed(**wish)["access_token"]
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        [connection] = self.client.get("/connections", headers=self.headers).json
        self.headers["Xero-tenant-id"] = connection["tenantId"]
        return self

    def call(self, method: str, path: str, **more: Any) -> Any:
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.open(f"/api.xro/2.0/{path}", method=method, headers=headers, **more)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, headers=headers)

    def rows(self, path: str, **headers: str) -> list[dict[str, Any]]:
        answer = self.get(path, **headers)
        assert answer.status_code == 200, answer.text
        return list(answer.json[path.split("?", maxsplit=1)[0].split("/")[0]])

    def each(self, method: str, entity: str, *elements: Any, **arguments: str) -> list[Any]:
        """The answer's elements with summarizeErrors=false."""
        query = {"summarizeErrors": "false", "unitdp": "4", **arguments}
        name = entity.split("/")[0]
        answer = self.call(method, entity, query_string=query, json={name: list(elements)})
        assert answer.status_code == 200, answer.text
        return list(answer.json[name])

    def one(self, method: str, entity: str, **element: Any) -> Any:
        return self.each(method, entity, element)[0]

    def contact_id(self) -> str:
        active = self.rows("Contacts?page=1&pageSize=1")
        return str(active[0]["ContactID"])

    def invoice(self, number: str, **fields: Any) -> dict[str, Any]:
        return {
            "Type": "ACCREC",
            "InvoiceNumber": number,
            "Contact": {"ContactID": self.contact_id()},
            "Date": "2026-11-01",
            "DueDate": "2026-11-30",
            "Status": "AUTHORISED",
            "LineItems": [line()],
            **fields,
        }

    def posted(self, number: str, **fields: Any) -> Any:
        """An invoice that must be accepted."""
        [made] = self.each("PUT", "Invoices", self.invoice(number, **fields))
        assert made["StatusAttributeString"] == "OK", made
        return made

    def complaints(self, number: str = "T-1", **fields: Any) -> list[str]:
        """What Xero says against an invoice."""
        [made] = self.each("PUT", "Invoices", self.invoice(number, **fields))
        return [error["Message"] for error in made.get("ValidationErrors", [])]


def line(**fields: Any) -> dict[str, Any]:
    return {
        "Description": "Remote support",
        "Quantity": 1,
        "UnitAmount": 100,
        "AccountCode": "220",
        "TaxType": "OUTPUT2",
        **fields,
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world on disk: to find one costs less than to build one."""
    folder = tmp_path_factory.mktemp("built")
    Bookkeeper(folder).gate.door.store.close()
    return folder


@pytest.fixture
def stranger(tmp_path: Path, built: Path) -> Iterator[Bookkeeper]:
    """A sandbox that nobody has connected to."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    bookkeeper = Bookkeeper(tmp_path)
    yield bookkeeper
    bookkeeper.gate.door.store.close()


@pytest.fixture
def xero(stranger: Bookkeeper) -> Bookkeeper:
    """A connected app, free of the minute limit."""
    stranger.door("limits", minute=False)
    return stranger.connect()
