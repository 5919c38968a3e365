"""Where a tenant lives, and what becomes of a sign-in that is refused there.

A tenant that was moved to another zone is refused at the old one (API_Zones), so the zone is looked
up again, which needs no secret. Where it has moved, the call goes there, once. Where it has not,
the user is locked or wrong: Autotask locks users after repeated failures, so that first refusal is
the last call of anybody until a person has acted.
"""

from collections.abc import Callable

from core.clients.autotask.entities import Zone
from core.domain.errors import UnauthorizedError
from core.store import connections
from core.store.budgets import SharedBudget


class ZoneKeeper:
    """A tenant's zone; `look_up` asks Autotask for it."""

    def __init__(
        self, autotask_key: str, account: SharedBudget, look_up: Callable[[], Zone]
    ) -> None:
        self._key = autotask_key
        self._account = account
        self._look_up = look_up

    def find(self) -> str:
        """Look the zone up and keep it. Raises UnauthorizedError if that is where we are refused."""
        refused_at = connections.refused_zone(self._key)
        try:
            zone = self._look_up()
        except UnauthorizedError as error:
            self._account.stop(str(error))
            raise
        connections.set_zone(self._key, zone.url, zone.web_url)
        if refused_at == zone.url:
            reason = "Autotask does not accept the user name, secret or integration code."
            self._account.stop(reason)
            raise UnauthorizedError(reason)
        return zone.url

    def refused(self, zone_url: str, error: UnauthorizedError) -> str | None:
        """The new home of a tenant that has moved; None when it has not, and nobody calls any more.

        When the zone cannot be looked up now, it is first of all by whoever calls next.
        """
        connections.doubt_zone(self._key, zone_url)
        try:
            return self.find()
        except UnauthorizedError:
            self._account.stop(str(error))
            return None
