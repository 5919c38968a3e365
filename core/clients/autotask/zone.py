"""Which server a tenant lives on, and whether an address may be called at all.

The answer to the zone look-up is an address that gets the tenant's secret with every call from then
on, so it is checked by its parts and never by how its text looks (REST/General_Topics, API_Zones).
"""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from core.clients.autotask.entities import Zone
from core.domain.errors import RejectedError

_API_HOST = re.compile(r"webservices\d{1,3}\.autotask\.net")
_WEB_HOST = re.compile(r"ww\d{1,3}\.autotask\.net")
_API_PATH = "atservicesrest"


def accept_zone(answer: Any, allowed_sandbox_url: str | None) -> Zone:
    """Turn the look-up's answer into a Zone, or raise RejectedError if it leads elsewhere."""
    fields = answer if isinstance(answer, dict) else {}
    url = accept_api_url(str(fields.get("url") or ""), allowed_sandbox_url)
    if url is None:
        raise RejectedError("The zone look-up named an address that is not Autotask's own.")
    web_url = str(fields.get("webUrl") or "")
    is_ours = _is_vendor(web_url, _WEB_HOST) or _is_sandbox(web_url, allowed_sandbox_url)
    return Zone(url, web_url if is_ours else "", str(fields.get("zoneName") or ""))


def accept_api_url(url: str, allowed_sandbox_url: str | None) -> str | None:
    """Return the address with its closing slash if it may be called, else None."""
    is_sandbox = _is_sandbox(url, allowed_sandbox_url)
    if not (is_sandbox or _is_vendor(url, _API_HOST)):
        return None
    parts = urlsplit(url)
    # The sandbox has its zones on one host, each under a path of its own.
    path = parts.path.strip("/").rpartition("/")[2] if is_sandbox else parts.path.strip("/")
    if path.casefold() != _API_PATH or parts.query or parts.fragment:
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def _is_vendor(url: str, host: re.Pattern[str]) -> bool:
    parts = _split(url)
    if parts is None:
        return False
    return (
        parts.scheme == "https"
        and _port(parts) == 443
        and host.fullmatch(parts.hostname or "") is not None
    )


def _is_sandbox(url: str, allowed_sandbox_url: str | None) -> bool:
    parts, allowed = _split(url), _split(allowed_sandbox_url or "")
    if parts is None or allowed is None or not allowed.hostname:
        return False
    return (parts.scheme, parts.hostname, _port(parts)) == (
        allowed.scheme,
        allowed.hostname,
        _port(allowed),
    )


def _split(url: str) -> SplitResult | None:
    """Take an address apart; None for one that hides something (user names, odd characters)."""
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return None
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    return parts if is_plain and has_port and "@" not in parts.netloc else None


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)
