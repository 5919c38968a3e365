"""`/_sandbox/webhooks`: the subscription, its proof, and what was delivered."""

from flask import Blueprint
from werkzeug.wrappers import Response

from sandbox.door.blueprint import answer, guarded, payload
from sandbox.xero.webhooks.delivery import Webhooks


def webhooks_blueprint(webhooks: Webhooks) -> Blueprint:
    """The routes."""
    blueprint = guarded(Blueprint("xero_webhooks", __name__, url_prefix="/_sandbox/webhooks"))

    @blueprint.get("")
    def looked() -> Response:
        return answer(webhooks.described())

    @blueprint.post("")
    def subscribed() -> Response:
        sent = payload()
        validated = sent.get("validated") is True
        webhooks.subscribe(
            str(sent.get("url", "")), str(sent.get("key", "")), is_validated=validated
        )
        return answer(webhooks.described(), 201)

    @blueprint.delete("")
    def unsubscribed() -> Response:
        webhooks.unsubscribe()
        return answer(webhooks.described())

    @blueprint.post("/intent")
    def proved() -> Response:
        return answer(webhooks.prove_intent())

    return blueprint
