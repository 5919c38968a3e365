"""The shapes of options, mapping tables, their effect and their history."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ChoiceOut(BaseModel):
    value: str
    says: str


class OptionOut(BaseModel):
    """An option with the sentence that says what it changes."""

    name: str
    label: str
    says: str
    value: Any
    usual: Any
    choices: list[ChoiceOut] = Field(description="What may be chosen, where it is a choice.")


class SectionOut(BaseModel):
    name: str
    title: str
    says: str
    options: list[OptionOut]
    tables: list[str] = Field(description="Its mapping tables, by their names in addresses.")


class ConfigurationOut(BaseModel):
    """`version` rises with each save; send it back as `based_on`."""

    version: int
    sections: list[SectionOut]


class TableQuery(BaseModel):
    category: str = Field("", description="Tracking only: the category of the rule.")


class SuggestionOut(BaseModel):
    value: str
    name: str
    percent: int = Field(description="100 is exact.")
    why: str


class TableRowOut(BaseModel):
    """`key` leads to the row: the Autotask name, for tax categories after its region."""

    key: list[str]
    value: str | None
    name: str | None = Field(description="What Xero calls it.")
    lines: int = Field(description="Of the last 12 months.")
    money: dict[str, Decimal] = Field(description="Net of these lines by currency.")
    faults: int = Field(description="Invoices that stand at a fault because of it.")
    state: str
    suggestion: SuggestionOut | None


class TableOut(BaseModel):
    """What needs a person comes first."""

    version: int
    table: str
    rows: list[TableRowOut]


class TableRowBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    key: list[str] = Field(min_length=1, max_length=2)
    value: str | None = Field(max_length=300, description="Null takes the row away.")


class TableBody(BaseModel):
    """Rows to change; the others stay."""

    model_config = ConfigDict(extra="forbid")
    rows: list[TableRowBody] = Field(min_length=1, max_length=5000)
    based_on: int | None = Field(
        None, description="The version that was read: rows that others changed since are refused."
    )
    reason: str | None = Field(None, max_length=500)


class SavedOut(BaseModel):
    """What is different now, and what is to be known about it."""

    changed: list[str]
    problems: list[dict[str, Any]]
    not_read: list[str]


class EffectBody(BaseModel):
    """Options as in PATCH; nothing is saved."""

    model_config = ConfigDict(extra="forbid")
    settings: dict[str, object] = Field(default_factory=dict)
    count: int = Field(50, ge=1, le=200, description="How many of the last invoices.")


class EffectChangeOut(BaseModel):
    field: str
    before: str
    after: str


class EffectRowOut(BaseModel):
    autotask_id: int
    number: str
    company: str
    currency: str
    total: str
    changes: list[EffectChangeOut]


class EffectOut(BaseModel):
    """`invoices` are those that would have gone otherwise."""

    problems: list[dict[str, Any]]
    summary: list[str]
    not_shown: dict[str, str] = Field(
        description="Options that a simulation cannot show, and from when on they count."
    )
    invoices: list[EffectRowOut]


class RowChangeOut(BaseModel):
    option: str
    key: list[str]
    before: Any
    after: Any


class SettingChangeOut(BaseModel):
    version: int
    by: str
    at: datetime
    reason: str
    rows: list[RowChangeOut]


class ChangesQuery(BaseModel):
    limit: int = Field(50, ge=1, le=200)
    below: int | None = Field(None, ge=0, description="The `next_cursor` of the page before.")


class ChangesOut(BaseModel):
    items: list[SettingChangeOut]
    next_cursor: int | None


class DraftOut(BaseModel):
    """Nothing counts before a person has looked at it there and applied it."""

    draft: str
    url: str
    changes: int
