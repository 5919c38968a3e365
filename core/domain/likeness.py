"""How much two names read alike, whatever the order of their words; nothing but a number is sure."""

from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from core.domain.company import fold_name

# What many companies have in their names says nothing about one of them.
_LEGAL_WORDS = frozenset(
    {"limited", "ltd", "pty", "inc", "llc", "plc", "gmbh", "group", "co", "company", "the", "and"}
)
_SUREST = 99


class ReadName(NamedTuple):
    """A name whatever the order of its words, and how these begin."""

    words: str
    beginnings: frozenset[str]


@lru_cache(maxsize=50_000)
def read_name(name: str) -> ReadName:
    letters = "".join(each if each.isalnum() else " " for each in fold_name(name))
    said = frozenset(letters.split())
    words = said - _LEGAL_WORDS or said
    return ReadName(" ".join(sorted(words)), frozenset(word[:3] for word in words))


def likeness(ours: ReadName, theirs: ReadName) -> int:
    """In percent, at most 99.

    Comparing letters is slow; without a common beginning of a word it is in vain as well.
    """
    if ours.beginnings.isdisjoint(theirs.beginnings):
        return 0
    ratio = SequenceMatcher(a=ours.words, b=theirs.words).ratio()
    return min(_SUREST, round(100 * ratio))
