"""JSON as people read it: indented, with every number exactly as it was written."""

import json
import re
from typing import Any

# A mark that no vendor's text contains, around numbers on their way through the parser.
_MARK = "\ue000"
_MARKED = re.compile(f'"{_MARK}([^"]*){_MARK}"')


def pretty(text: str) -> str:
    """The same JSON with line breaks; text that is no JSON stays as it is."""
    if not text:
        return ""
    try:
        value = json.loads(text, parse_float=_marked, parse_int=_marked)
    except ValueError:
        return text
    if not isinstance(value, dict | list):
        return text
    return _MARKED.sub(r"\1", json.dumps(value, indent=2, ensure_ascii=False))


def written(value: Any) -> str:
    """A document as JSON with line breaks, its decimals exactly as they are."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=_marked)
    return _MARKED.sub(r"\1", text)


def _marked(number: object) -> Any:
    return f"{_MARK}{number}{_MARK}"
