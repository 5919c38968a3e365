"""Injects access to the vendors, with everything a connection needs to be opened."""

from typing import Any

from nameko.extensions import DependencyProvider

from core.runtime.autotask_access import AutotaskAccess
from core.runtime.xero_access import XeroAccess


class AutotaskProvider(DependencyProvider):
    """`autotask = AutotaskProvider()` makes `self.autotask` an AutotaskAccess."""

    def setup(self) -> None:
        """Sockets are pooled for the life of the process."""
        self._access = AutotaskAccess(self.container.config["settings"])

    def get_dependency(self, _worker_context: Any) -> AutotaskAccess:
        return self._access


class XeroProvider(DependencyProvider):
    """`xero = XeroProvider()` makes `self.xero` a XeroAccess."""

    def setup(self) -> None:
        """Sockets are pooled for the life of the process."""
        self._access = XeroAccess(self.container.config["settings"])

    def get_dependency(self, _worker_context: Any) -> XeroAccess:
        return self._access
