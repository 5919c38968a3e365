"""Templates of a connection's options: `{name}` stands for a value of the invoice or of a line."""

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

DOCUMENT = frozenset({"order_number", "number", "autotask_id", "company"})
LINE = frozenset({"description", "billing_code", "quantity", "rate", "number"})


def unknown_in(template: str, known: frozenset[str]) -> list[str]:
    """What stands in braces and means nothing; a lone brace is named as well."""
    unknown = [f"{{{name}}}" for name in _PLACEHOLDER.findall(template) if name not in known]
    lone = set(_PLACEHOLDER.sub("", template)) & {"{", "}"}
    return unknown + sorted(lone)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text; "" when every value that the template asks for is empty.

    So "PO {order_number}" of an invoice without an order number is no lonely "PO".
    """
    asked = _PLACEHOLDER.findall(template)
    if asked and not any(values.get(name) for name in asked):
        return ""
    filled = _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), template)
    return filled.strip()
