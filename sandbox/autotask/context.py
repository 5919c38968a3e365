"""What every route needs: the tenant as it is now, and the parts around it."""

from dataclasses import dataclass, field
from threading import Lock

from sandbox.autotask.limits import Limits
from sandbox.autotask.lock import UserLock
from sandbox.autotask.passing import Passing
from sandbox.autotask.rights import Rights
from sandbox.autotask.tenant import Tenant
from sandbox.autotask.zones import Zones
from sandbox.door.clock import Clock
from sandbox.settings import AutotaskCredentials


@dataclass
class LastPages:
    """The last page that each entity gave out, for the fault that gives it out again."""

    _pages: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def swap(self, entity: str, text: str | None) -> str | None:
        """The page before; `text`, unless None, takes its place."""
        with self._lock:
            before = self._pages.get(entity)
            if text is not None:
                self._pages[entity] = text
            return before


@dataclass(frozen=True)
class Context:
    """The parts of a running sandbox; `tenant` lets happen first what is due."""

    parts: Tenant
    passing: Passing
    limits: Limits
    clock: Clock
    credentials: AutotaskCredentials
    lock: UserLock
    rights: Rights
    zones: Zones
    last_pages: LastPages = field(default_factory=LastPages)

    @property
    def tenant(self) -> Tenant:
        self.passing.let_happen()
        return self.parts
