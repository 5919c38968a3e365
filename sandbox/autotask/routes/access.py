"""Who may call: three headers, and the vendor's two ways of saying no."""

from hmac import compare_digest

from flask import request

from sandbox.autotask.problems import ApiError, invalid
from sandbox.settings import AutotaskCredentials

OPEN = frozenset({"/atservicesrest/v1.0/zoneinformation", "/atservicesrest/versioninformation"})
MAX_URL = 2048


def check_headers(credentials: AutotaskCredentials) -> None:
    """An unknown user or integration is a 500; a known user with a wrong secret is a 401."""
    if request.path in OPEN:
        return
    if not _same(request.headers.get("ApiIntegrationCode"), credentials.integration_code):
        raise invalid("IntegrationCode is invalid.")
    if not _same(request.headers.get("UserName", "").lower(), credentials.user.lower()):
        raise invalid("The specified user could not be found.")
    if not _same(request.headers.get("Secret"), credentials.secret):
        raise ApiError(401, None)


def check_url() -> None:
    """Long URLs of GET calls are not found, whatever they ask for."""
    length = len(request.host_url) + len(request.path) + len(request.query_string)
    if request.method == "GET" and length > MAX_URL:
        raise ApiError(404, None)


def _same(sent: str | None, known: str) -> bool:
    return compare_digest((sent or "").encode(), known.encode())
