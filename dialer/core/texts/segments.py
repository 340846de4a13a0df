"""How a text is cut into segments, which is what carriers bill and limit.

A text whose every character is in the GSM alphabet (3GPP TS 23.038, 6.2.1) has 7-bit units: 160 in one segment, 153 in
each of several, because the header that joins them takes seven. Characters of its extension table cost two units. One
other character makes the whole text UCS-2: 70 units alone, 67 each of several; a character beyond the basic plane, such
as most emoji, costs two. No character is ever split over two segments.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")


class Encoding(StrEnum):
    """The alphabet a text is sent in."""

    GSM7 = "gsm7"
    """Seven bits per unit."""
    UCS2 = "ucs2"
    """Sixteen bits per unit."""


ONE = {Encoding.GSM7: 160, Encoding.UCS2: 70}
EACH_OF_SEVERAL = {Encoding.GSM7: 153, Encoding.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Segments:
    """The encoding a text needs, its units (septets or 16-bit words), and how many segments it fills."""

    encoding: Encoding
    units: int
    count: int


def segments(text: str) -> Segments:
    """What a text costs; an empty one costs nothing."""
    encoding = Encoding.GSM7 if set(text) <= BASIC | EXTENSION else Encoding.UCS2
    sizes = [_size(character, encoding) for character in text]
    units = sum(sizes)
    if units <= ONE[encoding]:
        return Segments(encoding, units, int(units > 0))
    return Segments(encoding, units, _filled(sizes, EACH_OF_SEVERAL[encoding]))


def _size(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM7:
        return 2 if character in EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def _filled(sizes: Iterable[int], room: int) -> int:
    count, used = 1, 0
    for size in sizes:
        if used + size > room:
            count, used = count + 1, 0
        used += size
    return count
