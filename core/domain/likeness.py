"""How much two names read alike, whatever the order of their words; nothing but a number is sure."""

from array import array
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from core.domain.company import fold_name

# What many companies have in their names says nothing about one of them.
_LEGAL_WORDS = frozenset(
    {"limited", "ltd", "pty", "inc", "llc", "plc", "gmbh", "group", "co", "company", "the", "and"}
)
_SUREST = 99
# Letters are counted in so many bins; those that share one only look more alike.
_BINS = 32


class ReadName(NamedTuple):
    """A name whatever the order of its words, how these begin, and how often it has which letter."""

    words: str
    beginnings: frozenset[str]
    letters: "array[int]"


@lru_cache(maxsize=50_000)
def read_name(name: str) -> ReadName:
    letters = "".join(each if each.isalnum() else " " for each in fold_name(name))
    said = frozenset(letters.split())
    words = " ".join(sorted(said - _LEGAL_WORDS or said))
    counts = array("I", [0] * _BINS)
    for letter in words:
        counts[ord(letter) % _BINS] += 1
    return ReadName(words, frozenset(word[:3] for word in words.split()), counts)


def likeness(ours: ReadName, theirs: ReadName, least: int = 0) -> int:
    """In percent, at most 99; 0 for what is known to be below `least`.

    Comparing letter by letter is slow; without a common beginning of a word it is in vain as well,
    and so it is where the letters alone, in whatever order, are too few in common.
    """
    if ours.beginnings.isdisjoint(theirs.beginnings):
        return 0
    common = sum(map(min, ours.letters, theirs.letters))
    if 400 * common < (2 * least - 1) * (len(ours.words) + len(theirs.words)):
        return 0
    ratio = SequenceMatcher(a=ours.words, b=theirs.words).ratio()
    return min(_SUREST, round(100 * ratio))
