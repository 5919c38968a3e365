"""What the Xero client takes and returns where the domain has no word for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.reference_data import BrandingTheme, TrackingCategory, TrackingOption
from core.domain.xero_document import ElementAnswer

__all__ = ["BatchAnswer", "BrandingTheme", "TokenSet", "TrackingCategory", "TrackingOption"]


@dataclass(frozen=True, slots=True)
class TokenSet:
    """What a consent is worth. The refresh token changes with every use; keep the newest."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """Xero's answer to a write: one element for each that was sent, in the order sent."""

    status: int
    elements: tuple[ElementAnswer, ...]
    headers: Mapping[str, str] = field(repr=False)
