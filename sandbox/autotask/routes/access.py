"""Who may call: the right zone, three headers, a user that is not locked, and rights."""

from hmac import compare_digest
from typing import Final

from flask import request

from sandbox.autotask.context import Context
from sandbox.autotask.problems import ApiError, invalid
from sandbox.autotask.zones import ENVIRON_KEY
from sandbox.door.call import call_of, fault_effect

OPEN: Final = frozenset(
    {"/atservicesrest/v1.0/zoneinformation", "/atservicesrest/versioninformation"}
)
MAX_URL: Final = 2048


def check_call(context: Context) -> None:
    """The vendor's refusal of a call before it is about anything."""
    check_url()
    check_zone(context)
    if request.path in OPEN:
        return
    check_headers(context)
    call = call_of(request.environ)
    entity = call.label.partition(" ")[2].partition("/")[0] if call else ""
    if fault_effect(request.environ) == "not_permitted":
        raise context.rights.refusal(request.method)
    context.rights.check(entity, request.method)


def check_url() -> None:
    """Long URLs of GET calls are not found, whatever they ask for."""
    length = len(request.root_url) + len(request.path) + len(request.query_string)
    if request.method == "GET" and length > MAX_URL:
        raise ApiError(404, None)


def check_zone(context: Context) -> None:
    """A zone that the tenant has left knows nobody any more."""
    here = int(request.environ.get(ENVIRON_KEY, 1))
    if fault_effect(request.environ) == "zone_moved":
        context.zones.move(here)
    if here != context.zones.current and request.path not in OPEN:
        raise ApiError(401, None)


def check_headers(context: Context) -> None:
    """An unknown user or integration is a 500; a known user with a wrong secret is a 401."""
    known = context.credentials
    if not _same(request.headers.get("ApiIntegrationCode"), known.integration_code):
        raise _unknown(context, "IntegrationCode is invalid.")
    if not _same(request.headers.get("UserName", "").lower(), known.user.lower()):
        raise _unknown(context, "The specified user could not be found.")
    if not context.lock.admits(right=_same(request.headers.get("Secret"), known.secret)):
        raise ApiError(401, None)


def _unknown(context: Context, sentence: str) -> ApiError:
    bare = context.parts.switches.position("unknown_user") == "bare"
    return ApiError(500, None) if bare else invalid(sentence)


def _same(sent: str | None, known: str) -> bool:
    return compare_digest((sent or "").encode(), known.encode())
