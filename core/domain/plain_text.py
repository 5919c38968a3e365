"""Text as Xero can carry it: no control characters, and no longer than Xero counts.

What belongs to a script or an emoji stays: joiners and direction marks change how their neighbors
are drawn, so text from right to left and family emoji come through as they were typed.
"""

import unicodedata

# The tag characters spell the flags of England, Scotland and Wales.
_KEPT_MARKS = frozenset("\u200c\u200d\u200e\u200f") | frozenset(map(chr, range(0xE0020, 0xE0080)))


def clean(text: str, keep: str = "") -> str:
    """Remove what XML (which Xero speaks inside) cannot carry; blanks of all kinds become blanks."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if unified.isprintable():
        return unified.strip()
    return "".join(_carried(character, keep) for character in unified).strip()


def _carried(character: str, keep: str) -> str:
    if character in keep or character in _KEPT_MARKS:
        return character
    kind = unicodedata.category(character)
    if kind == "Cs" or _is_noncharacter(ord(character)):
        return ""
    # "Cn" here is what Unicode has added since Python's tables: next year's emoji, say.
    if kind == "Cn" or character.isprintable():
        return character
    return " " if character.isspace() else ""


def _is_noncharacter(point: int) -> bool:
    """Unicode, section 23.7: these will never be characters."""
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def cut(text: str, length: int, ending: str = "") -> str:
    """Cut to Xero's count of characters, which is .NET's: UTF-16 units, no half of a pair.

    `ending` (an ellipsis, say) marks a text that was cut; it counts.
    """
    units = text.encode("utf-16-le")
    if len(units) <= 2 * length:
        return text
    room = length - len(ending.encode("utf-16-le")) // 2
    return units[: 2 * room].decode("utf-16-le", errors="ignore").rstrip() + ending
