"""Autotask's credentials: proven by a call, kept sealed, and never traded for ones that fail.

Credentials are saved only after Autotask has taken them, shown where the tenant lives and let them
read invoices; whatever was there before stays untouched otherwise, also when Autotask cannot be
reached. Those that lead to another tenant are refused as well: an invoice is known by Autotask's id,
and the same ids mean other invoices there. So are those of a second user of a tenant that another
connection reads: each invoice would come twice.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials
from core.domain.errors import NotPermittedError, RejectedError, SyncError, UnauthorizedError
from core.domain.events import Event
from core.domain.records import Connection
from core.domain.route_check import refuse_credentials
from core.domain.tenant_change import same_tenant_twice
from core.runtime.answers import Answer, done, problem
from core.runtime.autotask_access import AutotaskAccess
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.telling import as_problem, tell_failure, tell_success
from core.store import checkpoints, connections, tenant_proof
from services.autotask_ingestion import ingest
from services.autotask_ingestion.desk import SERVICE

_NAMES = ("user", "secret", "integration_code")
_LONGEST = 500
_OTHER_KEY = "The services do not have the same SECRET_KEY; nothing was saved."


class Credentials:
    """Tests and saves a connection's access to Autotask."""

    def __init__(
        self,
        access: AutotaskAccess,
        write_log: Callable[[list[dict[str, Any]]], None],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
    ) -> None:
        self._access = access
        self._write_log = write_log
        self._announce = announce
        self._now = now

    def test(self, connection_id: str) -> Answer:
        """Prove the credentials that are there; what Autotask refused before, not too often."""
        return self._with(connection_id, self._test)

    def save(self, connection_id: str, entered: Mapping[str, Any], by: str) -> Answer:
        """Prove what a person entered, then keep it; nothing is kept that does not work.

        Other processes send it as `sealed`, so that no message has a secret in it.
        """
        sealed = entered.get("sealed")
        opened = self._access.unseal(sealed) if isinstance(sealed, str) else entered
        credentials = _read(opened) if opened else _OTHER_KEY
        if isinstance(credentials, str):
            return problem("invalid", credentials)
        return self._with(
            connection_id,
            lambda connection, journal: self._save(connection, journal, credentials, by),
        )

    def _test(self, connection: Connection, journal: Journal) -> Answer:
        credentials = self._access.credentials(connection)
        if too_early := self._access.try_sign_in(connection, lifts=False):
            return problem("too_many_requests", too_early)
        try:
            zone, client = self._access.try_out(connection, credentials, journal.call)
            client.test()
        except UnauthorizedError as error:
            self._access.budget(connection).stop(str(error))
            tell_failure(
                connection.autotask_key, "autotask", ingest.JOB, error, journal, self._now()
            )
            raise
        connections.set_zone(connection.autotask_key, zone.url, zone.web_url)
        self._goes_on(connection, journal)
        owner = self._who_has(connection.autotask_key, client)
        twice = f" But: {same_tenant_twice(owner)}" if owner else ""
        return done(message=f"Autotask accepts the credentials.{twice}", zone=zone.name)

    def _save(
        self, connection: Connection, journal: Journal, credentials: AutotaskCredentials, by: str
    ) -> Answer:
        if connection.autotask_of:
            return problem("conflict", _of_owner(connection.autotask_of))
        key = connection.id
        if taken := refuse_credentials(credentials.user, key, connections.present()):
            return problem("conflict", taken)
        if too_early := self._too_early(connection, credentials):
            return problem("too_many_requests", too_early)
        zone, client = self._access.try_out(connection, credentials, journal.call)
        if not self._is_same_tenant(connection, client):
            return problem(
                "conflict",
                "These credentials do not show an invoice that this connection has from Autotask: "
                "they belong to another tenant, or their user may not see every line of business. "
                "Nothing was saved. Another tenant needs a connection of its own.",
            )
        if owner := self._who_has(key, client):
            return problem("conflict", f"{same_tenant_twice(owner)} Nothing was saved.")
        self._access.save_credentials(connection, credentials)
        connections.set_zone(key, zone.url, zone.web_url)
        journal.info(
            "CREDENTIALS_SAVED",
            f"{by} gave new Autotask credentials of {credentials.user}, and Autotask accepts them.",
        )
        self._goes_on(connection, journal)
        self._announce(Event.CONNECTION_CHANGED, {"connection_id": connection.id})
        message = "Autotask accepts the credentials; they are saved."
        return done(message=message, zone=zone.name, user=credentials.user)

    def _too_early(self, connection: Connection, entered: AutotaskCredentials) -> str:
        """What is entered once more obeys the rule of a test; other credentials are tried at once."""
        try:
            is_kept = self._access.credentials(connection) == entered
        except UnauthorizedError:
            return ""
        return self._access.try_sign_in(connection, lifts=False) if is_kept else ""

    def _goes_on(self, connection: Connection, journal: Journal) -> None:
        self._access.lift(connection)
        tell_success(connection.autotask_key, "autotask", ingest.JOB, journal, self._now())
        checkpoints.run_soon(connection.autotask_key, ingest.JOB, self._now())

    def _is_same_tenant(self, connection: Connection, client: AutotaskClient) -> bool:
        """Read the newest invoice that we know; without any, prove the right to read invoices."""
        newest = _newest(connection.autotask_key)
        if newest is None:
            client.test()
            return True
        autotask_id, created = newest
        found = client.invoices_by_id([autotask_id])
        return bool(found) and created in ("", found[0].raw.get("createDateTime"))

    def _who_has(self, key: str, client: AutotaskClient) -> str | None:
        """The other connection whose newest invoice these credentials show as well, if one does."""
        others = {each.id: _newest(each.id) for each in connections.owners() if each.id != key}
        newest = {owner: found for owner, found in others.items() if found and found[1]}
        if not newest:
            return None
        shown = client.invoices_by_id([autotask_id for autotask_id, _ in newest.values()])
        created = {(each.autotask_id, each.raw.get("createDateTime")) for each in shown}
        return next((owner for owner, found in newest.items() if found in created), None)

    def _with(self, connection_id: str, work: Callable[[Connection, Journal], Answer]) -> Answer:
        connection = connections.get(connection_id)
        if connection is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        journal = Journal(self._write_log, connection_id, SERVICE, uuid4().hex, self._now)
        try:
            return work(connection, journal)
        except NotPermittedError as error:
            return as_problem("autotask", error)
        except RejectedError as error:
            return problem("invalid", f"Autotask says: {'; '.join(error.reasons)}")
        except SyncError as error:
            return as_problem("autotask", error)
        finally:
            journal.flush()


def _newest(key: str) -> tuple[int, str] | None:
    """Id and time of creation of the newest invoice that the tenant's connections have."""
    return tenant_proof.newest_invoice([each.id for each in connections.sharing(key)])


def _of_owner(owner_id: str) -> str:
    owner = connections.get(owner_id)
    name = owner.name if owner else owner_id
    return (
        f"This connection reads the Autotask of {name}, which has the credentials for both; enter "
        "them there. Nothing was saved."
    )


def _read(entered: Mapping[str, Any]) -> AutotaskCredentials | str:
    """What was entered, or what is wrong with it. Secrets hold any symbol and are taken verbatim."""
    values = {name: entered.get(name) for name in _NAMES}
    for name, value in values.items():
        if not isinstance(value, str) or not value.strip():
            return f"Enter the {name.replace('_', ' ')}."
        if len(value) > _LONGEST:
            return f"The {name.replace('_', ' ')} is too long."
    user, secret, code = (str(values[name]) for name in _NAMES)
    return AutotaskCredentials(user.strip(), secret, code.strip())
