"""Enumerations whose members carry the sentence that people read."""

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """Stored as its lower-case word; `sentence` explains it on the screen and in reports."""

    sentence: str

    def __new__(cls, word: str, sentence: str = "") -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.sentence = sentence
        return member
