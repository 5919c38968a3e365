"""Is it the registered app that talks to the token endpoint?"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from sandbox.settings import XeroApp


@dataclass(frozen=True)
class Shown:
    """The credentials that came, by Basic header or in the form."""

    client_id: str
    secret: str


def shown(headers: Mapping[str, str], form: Mapping[str, str]) -> Shown:
    """What the caller says of itself; the header wins."""
    scheme, _, encoded = headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return Shown(form.get("client_id", ""), form.get("client_secret", ""))
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return Shown("", "")
    client_id, _, secret = decoded.partition(":")
    return Shown(unquote_plus(client_id), unquote_plus(secret))


def is_app(app: XeroApp, credentials: Shown, *, public: bool) -> bool:
    """Whether these are the app's credentials; a PKCE exchange may leave out the secret."""
    if not hmac.compare_digest(credentials.client_id.encode(), app.client_id.encode()):
        return False
    if public and not credentials.secret:
        return True
    return hmac.compare_digest(credentials.secret.encode(), app.client_secret.encode())
