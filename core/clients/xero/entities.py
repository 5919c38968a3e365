"""What the Xero client takes and returns where the domain has no word for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.xero_document import ElementAnswer


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


@dataclass(frozen=True, slots=True)
class TrackingOption:
    """A value of a tracking category."""

    option_id: str
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class TrackingCategory:
    """One of at most two ways in which an organisation slices its figures."""

    category_id: str
    name: str
    is_active: bool
    options: tuple[TrackingOption, ...]


@dataclass(frozen=True, slots=True)
class BrandingTheme:
    """A look of printed documents."""

    theme_id: str
    name: str
