"""Secrets on their way into the request log: replaced by the start of their hash."""

from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import Headers

_HEADERS = frozenset({"authorization", "secret", "apiintegrationcode", "cookie"})
_FORM_FIELDS = frozenset(
    {"client_secret", "refresh_token", "code", "code_verifier", "token", "access_token"}
)
_FORM = "application/x-www-form-urlencoded"


def masked(secret: str) -> str:
    """A stand-in that tells two secrets apart and nothing else."""
    return "sha256:" + sha256(secret.encode()).hexdigest()[:16]


def masked_headers(headers: Headers) -> dict[str, str]:
    """The headers, fit to be shown."""
    return {
        name: masked(value) if name.lower() in _HEADERS else value
        for name, value in headers.items()
    }


def masked_query(query: str) -> str:
    """The query string, fit to be shown; unchanged unless it carries a secret."""
    return _masked_pairs(query) if any(f"{name}=" in query for name in _FORM_FIELDS) else query


def masked_body(content_type: str, body: str) -> str:
    """The body, fit to be shown: only forms carry secrets."""
    return _masked_pairs(body) if content_type.lower().startswith(_FORM) else body


def _masked_pairs(text: str) -> str:
    pairs = parse_qsl(text, keep_blank_values=True)
    shown = [(name, masked(value) if name in _FORM_FIELDS else value) for name, value in pairs]
    return urlencode(shown, safe=":")
