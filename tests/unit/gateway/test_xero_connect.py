"""The address of Xero's consent page."""

from urllib.parse import parse_qs, urlsplit

from core.runtime.settings import Settings
from gateway.xero_connect import SCOPES, authorize_url


def test_the_authorize_address_is_built_from_settings() -> None:
    settings = Settings(
        amqp_uri="amqp://a:b@localhost/", mongo_uri="mongodb://localhost/x", secret_key="A" * 43 + "=",
        public_url="https://counterfoil.example", xero_client_id="id", xero_client_secret="s",
        xero_login_url="http://127.0.0.1:8102",
    )  # fmt: skip
    address = urlsplit(authorize_url(settings, "state-1"))
    assert (address.netloc, address.path) == ("127.0.0.1:8102", "/identity/connect/authorize")
    query = parse_qs(address.query)
    assert query["redirect_uri"] == ["https://counterfoil.example/connect/xero/callback"]
    assert query["state"] == ["state-1"]
    assert query["scope"] == [" ".join(SCOPES)]
    assert "client_secret" not in query
