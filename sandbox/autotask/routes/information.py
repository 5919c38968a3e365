"""Zone, versions, threshold: what a client asks before it asks for data."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from sandbox.autotask.answers import success
from sandbox.autotask.context import Context
from sandbox.autotask.limits import HOURLY, MINUTES
from sandbox.autotask.problems import invalid
from sandbox.autotask.zones import prefix

ZONE_NAME = "Australia / New Zealand"


def information(context: Context) -> Blueprint:
    """Without entities."""
    blueprint = Blueprint("information", __name__)

    @blueprint.get("/v1.0/zoneinformation")
    def zone() -> Response:
        user = request.args.get("user", "").strip().lower()
        if not user or user != context.credentials.user.lower():
            raise invalid("Zone information could not be determined")
        here, number = request.host_url, context.zones.current
        url = f"{here.rstrip('/')}{prefix(number)}/ATServicesRest/"
        name = ZONE_NAME if number == 1 else f"{ZONE_NAME} {number}"
        return success({"zoneName": name, "url": url, "webUrl": here, "ci": 6})

    @blueprint.get("/versioninformation")
    def versions() -> Response:
        return success({"apiVersions": ["V1.0"]})

    @blueprint.get("/v1.0/version")
    def version() -> Response:
        return success(
            {"major": 2026, "minor": 3, "build": "sandbox", "customerType": "Production"}
        )

    @blueprint.get("/v1.0/thresholdinformation")
    def threshold() -> Response:
        hourly = context.limits.board.value("hourly")
        return success(
            {
                "externalRequestThreshold": int(HOURLY if hourly is None else hourly),
                "requestThresholdTimeframe": MINUTES,
                "currentTimeframeRequestCount": context.limits.hour.used(),
            }
        )

    return blueprint
