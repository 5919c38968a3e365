"""What no document of Autotask settles, with both answers.

Marks: U unconfirmed, O one public source, I inferred from something else.
"""

from dataclasses import dataclass
from typing import Final

Value = str | int
LONGEST_LAG: Final = 86_400


@dataclass(frozen=True, slots=True)
class Switch:
    """`values` empty means whole numbers from 0; the first value is what it starts with."""

    name: str
    values: tuple[str, ...]
    mark: str
    meaning: str

    @property
    def default(self) -> Value:
        return self.values[0] if self.values else 0


SWITCHES: Final = (
    Switch(
        "invoice_total",
        ("net", "gross"),
        "U",
        "Whether invoiceTotal has the tax in it.",
    ),
    Switch(
        "hourly_refusal",
        ("429", "500"),
        "U",
        "The status of a call when the hour's calls are used up.",
    ),
    Switch(
        "pick_list_ids",
        ("by_position", "elsewhere"),
        "I",
        "Whether the ids of billing item types, sub-types, order statuses, invoice methods and"
        " bill-to addresses are their places on the list, or other numbers.",
    ),
    Switch(
        "unpay",
        ("allowed", "refused"),
        "U",
        "Whether a paid date can be taken back by setting it to null.",
    ),
    Switch(
        "patch_voided",
        ("allowed", "refused"),
        "U",
        "Whether a voided invoice can be updated.",
    ),
    Switch(
        "pdf_data",
        ("base64", "bytes", "item"),
        "U",
        "The file as base64, as a list of bytes, or as base64 under item.",
    ),
    Switch(
        "tax_rate",
        ("percent", "fraction"),
        "U",
        "Whether a tax rate reads 15 or 0.15.",
    ),
    Switch(
        "created_filter",
        ("instant", "day"),
        "O",
        "Whether filters on createDateTime compare instants or whole days.",
    ),
    Switch(
        "permission_text",
        ("long", "short", "403"),
        "O",
        "A missing permission: 500 with a sentence that says for what, 500 without that, or 403"
        " without a body.",
    ),
    Switch(
        "clear_web_service_date",
        ("allowed", "refused"),
        "U",
        "Whether the mark of an exported invoice or line can be taken back.",
    ),
    Switch(
        "lines_lag",
        (),
        "O",
        "Seconds after which the lines of an invoice that appears are attached to it.",
    ),
    Switch(
        "timestamps",
        ("zoned", "naive"),
        "O",
        "Whether instants end in Z or have no zone.",
    ),
    Switch(
        "missing_item",
        ("null", "404"),
        "O",
        "A record that is not there: 200 with null, or 404.",
    ),
    Switch(
        "unknown_user",
        ("sentence", "bare"),
        "O",
        "Whether the 500 for an unknown user or integration code says why.",
    ),
)
