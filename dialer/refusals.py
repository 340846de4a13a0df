"""A request that cannot be met, as a value: expected, explained, and for the asker to act on."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What kind of no it is."""

    INVALID = "invalid"
    """Something in the request is wrong; the problems name the fields."""
    MISSING = "missing"
    """The thing asked about does not exist, or not for whoever asks."""
    CONFLICT = "conflict"
    """It was changed meanwhile, or something else stands in the way."""
    FORBIDDEN = "forbidden"
    """Whoever asks may not do this."""


@dataclass(frozen=True, slots=True)
class Refused:
    """`problems` are (field, sentence); the field is empty where the request as a whole is meant."""

    why: Why
    problems: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        return " ".join(sentence for _, sentence in self.problems)


def invalid(field: str, sentence: str) -> Refused:
    return Refused(Why.INVALID, ((field, sentence),))


def missing(what: str) -> Refused:
    return Refused(Why.MISSING, (("", f"There is no such {what}."),))


def conflict(sentence: str) -> Refused:
    return Refused(Why.CONFLICT, (("", sentence),))


def forbidden(sentence: str) -> Refused:
    return Refused(Why.FORBIDDEN, (("", sentence),))
