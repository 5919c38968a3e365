"""A connection of its own for each test that changes its options."""

import re
import secrets
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from core.store.documents import ConnectionDocument
from tests.factories.gateway_world import StubRpc
from tests.factories.world import options
from tests.integration.gateway.conftest import NOW, Visitor

EFFECT = {
    "ok": True, "problems": [], "not_read": [], "not_shown": {},
    "summary": ["2 of the last 50 would go to another account."],
    "invoices": options.COMPARED,
}  # fmt: skip


class Options:
    """The options of one connection, as an administrator meets them."""

    def __init__(self, connection: str, visitor: Visitor) -> None:
        self.connection = connection
        self.visitor = visitor
        self.base = f"/c/{connection}/configuration"
        self._token = ""

    def text(self, path: str = "", status: int = 200) -> str:
        return self.visitor.text(self.base + path, status)

    def post(self, path: str, **form: object) -> str:
        """The address of the page that comes after, or the refused page itself."""
        data = {"csrf_token": self.token(), "based_on": "2", **form}
        response = self.visitor.client.post(self.base + path, data=data)
        if response.status_code == 303:
            return str(response.location)
        assert response.status_code == 422, response.text[:300]
        return response.text

    def token(self) -> str:
        """One for all forms of the session, from a page of little work."""
        if not self._token:
            found = re.search(r'name="csrf" content="([^"]+)"', self.text("/changes"))
            assert found
            self._token = found[1]
        return self._token

    def draft(self, path: str, **form: object) -> str:
        """The path of the draft behind the options' address."""
        location = self.post(path, **form)
        assert f"{self.base}/changes/" in location, location[:3000]
        return location.removeprefix(self.base)


@pytest.fixture
def rimu(app: Flask, signed_in: Callable[[str], Visitor], rpc: StubRpc) -> Iterator[Options]:
    connection = f"rimu-{secrets.token_hex(4)}"
    options.options(NOW, connection)
    visitor = signed_in("admin")
    rpc.answers["save_settings"] = options.saves_options
    rpc.answers["compare_settings"] = EFFECT
    yield Options(connection, visitor)
    # Home and the switcher list every connection.
    ConnectionDocument._get_collection().delete_one({"_id": connection})
