"""Words for storage and for people: enum members with a sentence, and the names of kinds."""

import re
from enum import StrEnum
from typing import Any, Self


class Word(StrEnum):
    """A lower-case word for storage, with a sentence for people: `Fault.us.sentence`."""

    sentence: str

    def __new__(cls, word: str, sentence: str = "") -> Self:
        # The sentence has a default only so that type checkers allow looking a member up by its word.
        member = str.__new__(cls, word)
        member._value_ = word
        member.sentence = sentence
        return member


_INNER_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


# Asked for with every value that is stored, so each class is looked at once.
_KNOWN_KINDS: dict[type[Any], str] = {}


def kind_of(member: type[Any]) -> str:
    """The word that names a kind of event or order: `HangUpAsked` is "hang_up_asked"."""
    if member not in _KNOWN_KINDS:
        _KNOWN_KINDS[member] = _INNER_CAPITAL.sub("_", member.__name__).lower()
    return _KNOWN_KINDS[member]
