"""Injects the process's settings."""

from typing import Any

from nameko.extensions import DependencyProvider

from core.runtime.settings import Settings


class SettingsProvider(DependencyProvider):
    """`settings = SettingsProvider()` makes `self.settings` a Settings."""

    def get_dependency(self, _worker_context: Any) -> Settings:
        """The same object for every call."""
        settings: Settings = self.container.config["settings"]
        return settings
