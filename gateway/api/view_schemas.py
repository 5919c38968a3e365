"""The shapes of saved views."""

from typing import Literal

from pydantic import BaseModel, Field

Shelf = Literal["invoices", "purchase-orders"]


class ViewQuery(BaseModel):
    """Of which list."""

    shelf: Shelf = "invoices"


class ViewBody(BaseModel):
    """A filter and its name."""

    shelf: Shelf = "invoices"
    name: str = Field(min_length=1, max_length=60)
    query: str = Field("", max_length=2000, description="The list's query string.")
    is_shared: bool = Field(False, description="Seen by everybody; needs the role operator.")
    is_default: bool = Field(False, description="The list opens with it.")


class ViewOut(BaseModel):
    """A saved view; `owner` is who keeps it."""

    id: str
    shelf: Shelf
    name: str
    query: str
    owner: str
    is_shared: bool
    is_default: bool


class ViewList(BaseModel):
    items: list[ViewOut]
