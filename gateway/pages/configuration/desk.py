"""A connection's options with everything that they lean on, looked at now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from core.domain.organisation_lists import OrganisationLists
from core.store.views.connection_rows import ConnectionRow
from core.store.views.options import OptionsView, Sharer, options, sharers
from core.store.views.organisation import organisation
from gateway.pages.frame import Frame, frame_of
from gateway.presenters.configuration import entries
from gateway.presenters.configuration.entries import Entries


@dataclass(frozen=True)
class Desk:
    """What the pages and the API of the options begin with."""

    frame: Frame
    options: OptionsView
    lists: OrganisationLists

    @property
    def connection(self) -> ConnectionRow:
        return self.frame.lens.connection

    @cached_property
    def sharers(self) -> tuple[Sharer, ...]:
        """Connections of the same Autotask tenant, this one among them."""
        return sharers(self.connection.autotask_key)

    @property
    def owner(self) -> Sharer | None:
        """The connection that has the sign-in, if it is another one."""
        owner_id = self.connection.autotask_of
        found = self.sharers if owner_id else ()
        return next((each for each in found if each.id == owner_id), None)

    @cached_property
    def entries(self) -> Mapping[str, Entries]:
        """Lists to choose from, by the names that fields have for them."""
        return {
            "accounts": entries.accounts(self.lists),
            "tax_rates": entries.tax_rates(self.lists),
            "themes": entries.themes(self.lists),
            "connections": entries.connections((each.id, each.name) for each in self.sharers),
        }


def desk_of(connection: str) -> Desk:
    """404 for an id that nobody knows."""
    frame = frame_of(connection)
    return Desk(frame, options(connection), organisation(connection))
