"""Tokens that look like Xero's, and PKCE's proof."""

import base64
import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import uuid4


def signed(claims: Mapping[str, Any], at: float, seconds: int) -> str:
    """A JWT; nobody verifies it, but clients like to read its claims."""
    head = {"alg": "HS256", "typ": "JWT"}
    body = {
        "iss": "https://identity.xero.com",
        "nbf": int(at),
        "exp": int(at) + seconds,
        **claims,
        "jti": uuid4().hex,
    }
    text = ".".join(_encoded(json.dumps(part).encode()) for part in (head, body))
    return f"{text}.{_encoded(hmac.new(b'sandbox', text.encode(), sha256).digest())}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def proves(verifier: str, challenge: str) -> bool:
    """Whether a PKCE verifier belongs to an S256 challenge."""
    if not 43 <= len(verifier) <= 128:
        return False
    return hmac.compare_digest(_encoded(sha256(verifier.encode()).digest()), challenge)
