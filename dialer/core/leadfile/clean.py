"""Text as people typed it, made fit for reading by machine.

The raw cell is kept elsewhere, unchanged; everything here is about the value we work with.
"""

import re
import struct

_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]+")
_SPACES = re.compile(r"[^\S\n]+")
_NOT_ALNUM = re.compile(r"[\W_]+")
_BLANKS = frozenset({"", "-", "--", "n/a", "#n/a", "null", "none", "not available", "(blank)"})
# As programs write them; `Nan` and `Na` are names.
_BLANKS_AS_WRITTEN = frozenset({"nan", "NaN", "NA", "na"})


def clean(text: str) -> str:
    r"""Text without control characters, with literal \uXXXX decoded, stripped. Line feeds stay.

    REDX remarks hold both control characters and escapes that were never decoded.
    """
    if text.isprintable() and "\\" not in text:
        return text.strip()
    text = _ESCAPED.sub(_decode, text).replace("\r\n", "\n").replace("\r", "\n")
    return _SPACES.sub(" ", _UNSEEN.sub(" ", text)).strip()


def _decode(found: re.Match[str]) -> str:
    # The escapes are UTF-16 units, so a character above U+FFFF is written as a pair of them.
    units = [int(unit, 16) for unit in found.group().split("\\u")[1:]]
    return struct.pack(f">{len(units)}H", *units).decode("utf-16-be", "replace")


def said(cell: str) -> str:
    """The cleaned cell, empty if it says nothing in any of the ways exports have of saying nothing."""
    text = clean(cell)
    if len(text) <= 13 and (text in _BLANKS_AS_WRITTEN or text.lower() in _BLANKS):
        return ""
    return text


def squash(text: str) -> str:
    """Lower-case letters and digits only: `Phone 2 Status` and `phone2_status` are the same name."""
    return _NOT_ALNUM.sub("", text.lower())
