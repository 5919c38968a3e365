"""Audit: what any invoice would become, contacts, lists and options compared, and who did what."""

from gateway.pages.audit import contacts, lists, overview, simulate, trail
from gateway.pages.audit.door import blueprint

__all__ = ["blueprint", "contacts", "lists", "overview", "simulate", "trail"]
