"""The shapes of files that are written aside."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class ExportBody(BaseModel):
    """Which list becomes a file."""

    form: Literal["xlsx"] = "xlsx"
    query: str = Field(
        "", max_length=2000, description="The list's query string: status, q, from, sort and so on."
    )


class ExportOut(BaseModel):
    """How far a file is. `total` is 0 while nobody knows how many rows there will be."""

    id: str
    state: Literal["waiting", "running", "done", "stopped", "failed"]
    name: str
    done: int
    total: int
    size: int = Field(description="Bytes, once it is done.")
    message: str = Field(description="Why it failed.")
    created_at: datetime
    file_url: str | None = Field(description="Where the file is, once it is done; for an hour.")
