"""Phone numbers in a cell: found, checked and written as E.164.

Cells are split before they are read: as one text, `2175550123;2175550124` would be a number with an
extension. `phonenumbers` decides which numbers exist; its answer depends on the first seven digits
only, so it is asked once per block of a thousand numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType as Kind

from .rejects import Reason
from .values import PhoneKind

_SEPARATORS = re.compile(r"[;,/|\n]+|\s+(?:or|and|&)\s+")
_NUMBER = re.compile(r"(?:\+?1)?[\s.-]*\(?(\d{3})\)?[\s.-]*(\d{3})[\s.-]*(\d{4})")
_EXTENSION = re.compile(r"[\s,]*(?:x|ext\.?|extension|#)\s*:?\s*(\d{1,6})$", re.IGNORECASE)
_LABEL = re.compile(
    r"\(?\b(mobile|cell|wireless|home|landline|work|voip|phone|tel|main|c|h|w|m|p)\b\.?\)?:?", re.IGNORECASE
)
_LABEL_KINDS = {
    "mobile": PhoneKind.MOBILE,
    "cell": PhoneKind.MOBILE,
    "wireless": PhoneKind.MOBILE,
    "c": PhoneKind.MOBILE,
    "m": PhoneKind.MOBILE,
    "landline": PhoneKind.LANDLINE,
    "voip": PhoneKind.VOIP,
}
_LETTERS_FOR_DIGITS = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "S": "5", "B": "8"})
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_TRAILING_ZERO = re.compile(r"(\d{10,11})\.0+")
_FICTIONAL = re.compile(r"\d{3}55501\d{2}")
# Everything else, such as 900, 600 and personal 5xx numbers, is a service that costs the caller.
_FAULTS = {
    Kind.FIXED_LINE: None,
    Kind.MOBILE: None,
    Kind.FIXED_LINE_OR_MOBILE: None,
    Kind.TOLL_FREE: Reason.PHONE_TOLL_FREE,
    Kind.UNKNOWN: Reason.PHONE_INVALID,
}


@dataclass(frozen=True, slots=True)
class Dialable:
    """A number of the North American plan that may belong to a person."""

    e164: str
    extension: str
    kind: PhoneKind


@dataclass(frozen=True, slots=True)
class NotDialable:
    """A piece of a cell that gives no number to call."""

    text: str
    reason: Reason


def read_phones(cell: str, *, allow_fictional: bool) -> Iterator[Dialable | NotDialable]:
    """What each piece of a cleaned cell gives. `allow_fictional` accepts 555-0100 to 555-0199."""
    if found := _NUMBER.fullmatch(cell):
        yield _judge("".join(found.groups()), cell, "", PhoneKind.UNKNOWN, allow_fictional)
        return
    for piece in _pieces(cell):
        yield _read(piece, allow_fictional)


def _pieces(cell: str) -> Iterator[str]:
    for part in _SEPARATORS.split(cell):
        piece = part.strip()
        # Two numbers with only a space between them.
        whole = _NUMBER.fullmatch(piece) or _EXTENSION.search(piece)
        several = [] if whole else [found.group() for found in _NUMBER.finditer(piece)]
        if len(several) > 1 and not re.search(r"\d", _NUMBER.sub("", piece)):
            yield from several
        elif piece:
            yield piece


def _read(piece: str, allow_fictional: bool) -> Dialable | NotDialable:
    text, extension, kind = piece, "", PhoneKind.UNKNOWN
    if found := _EXTENSION.search(text):
        extension, text = found[1], text[: found.start()]
    for found in _LABEL.finditer(text):
        kind = _LABEL_KINDS.get(found[1].lower(), kind)
    text = _LABEL.sub("", text).strip(" :.-")
    text = _TRAILING_ZERO.sub(r"\1", text)
    if found := _NUMBER.fullmatch(text):
        return _judge("".join(found.groups()), piece, extension, kind, allow_fictional)
    return NotDialable(piece, _fault_of(text))


def _judge(digits: str, shown: str, extension: str, kind: PhoneKind, allow_fictional: bool) -> Dialable | NotDialable:
    fault = _block_fault(digits[:7])
    if len(set(digits)) == 1:
        fault = Reason.PHONE_INVALID
    elif not allow_fictional and _FICTIONAL.fullmatch(digits):
        fault = Reason.PHONE_FICTIONAL
    return NotDialable(shown, fault) if fault else Dialable(f"+1{digits}", extension, kind)


@lru_cache(maxsize=65_536)
def _block_fault(first_seven: str) -> Reason | None:
    """Why no number of this block of a thousand may be called, or None."""
    number = phonenumbers.PhoneNumber(country_code=1, national_number=int(first_seven) * 1000)
    return _FAULTS.get(phonenumbers.number_type(number), Reason.PHONE_NOT_A_PERSONS)


def _fault_of(text: str) -> Reason:
    if _SCIENTIFIC.fullmatch(text):
        return Reason.PHONE_SHORTENED
    if _NUMBER.fullmatch(text.translate(_LETTERS_FOR_DIGITS)):
        return Reason.PHONE_HAS_LETTER
    if text.startswith(("+", "011", "00")) and not text.startswith("+1"):
        return Reason.PHONE_ABROAD
    return Reason.PHONE_INVALID
