"""Fills the demo: a user, an API token and one connection with consent at both vendors."""

from collections.abc import Mapping

from devstack.install import InstallSecrets
from devstack.settings import StackSettings

USER = "demo@counterfoil.example"


def ensure(settings: StackSettings, known: InstallSecrets, told: Mapping[str, str]) -> None:
    """Safe to call again and again."""
