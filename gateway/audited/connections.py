"""Commands about a whole connection and its Autotask side, carried out and noted."""

from collections.abc import Mapping

from gateway import credential_limit
from gateway.answers import Done
from gateway.audited.noting import commands, noted, of_autotask
from gateway.gate import principal


def set_state(connection: str, wanted: str) -> Done:
    with noted(wanted, connection):
        done = commands().set_state(connection, wanted, principal().name)
    text = done.message or ("Sync is active." if wanted == "active" else "Sync is paused.")
    return Done(text, wanted)


def prove_consent(connection: str) -> Done:
    """One question to Xero, whether the consent is still good."""
    with noted("test_connection", connection):
        done = commands().test_connection(connection)
    return Done(done.message or "Xero answers.")


def refresh_reference_data(connection: str) -> Done:
    with noted("refresh_reference_data", connection):
        done = commands().refresh_reference_data(connection)
    return Done(done.message or "Xero's lists were read again.")


def refresh_lists(connection: str) -> Done:
    with noted("refresh_lists", connection):
        done = of_autotask().refresh_lists(connection)
    return Done(done.message or "Autotask's lists were read again.")


def prove_credentials(connection: str) -> Done:
    with noted("test_credentials", connection):
        done = of_autotask().test_credentials(connection)
    return Done(done.message or "Autotask accepts the sign-in.")


def save_credentials(connection: str, credentials: Mapping[str, str]) -> Done:
    """The trail names the API user, and none of the secrets."""
    credential_limit.count_one(connection)
    with noted("autotask_credentials", connection, credentials["user"][:200]):
        done = of_autotask().save_credentials(connection, credentials, principal().name)
    return Done(done.message or "Autotask accepts the credentials; they are saved.")


def tell_again(connection: str) -> Done:
    with noted("tell_again", connection):
        done = of_autotask().tell_again(connection, principal().name)
    return Done(done.message or "Autotask is told again.")
