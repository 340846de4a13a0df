"""One bit for each number of the North American plan: ten million for an area code, which is 1.25 MB.

Numbers are whole numbers of ten digits. A bitmap in the making has room for every area code from 200 to 999; most of
it stays untouched, so a sparse file or untouched memory holds it at little cost.
"""

from collections.abc import Iterable
from mmap import mmap

Bits = bytearray | mmap

AREA_NUMBERS = 10_000_000
AREA_BYTES = AREA_NUMBERS // 8

FIRST_AREA, LAST_AREA = 200, 999
"""In the North American plan no area code begins with 0 or 1."""

ROOM = (LAST_AREA - FIRST_AREA + 1) * AREA_BYTES
"""Bytes of a bitmap with every area code in it."""

_FIRST = FIRST_AREA * AREA_NUMBERS
_MASKS = tuple(1 << bit for bit in range(8))

BLOCK = 1000
"""Numbers that share their first seven digits; 125 whole bytes."""

_FULL = b"\xff" * (BLOCK // 8)


def mark(bits: Bits, numbers: Iterable[int]) -> None:
    for number in numbers:
        index = number - _FIRST
        bits[index >> 3] |= _MASKS[index & 7]


def clear(bits: Bits, numbers: Iterable[int]) -> None:
    for number in numbers:
        index = number - _FIRST
        bits[index >> 3] &= ~_MASKS[index & 7]


def mark_blocks(bits: Bits, blocks: Iterable[int]) -> None:
    """Marks whole blocks, each given by its first seven digits."""
    for block in blocks:
        start = (block * BLOCK - _FIRST) >> 3
        bits[start : start + len(_FULL)] = _FULL


def is_set(bits: Bits, number: int) -> bool:
    index = number - _FIRST
    return bool(bits[index >> 3] & _MASKS[index & 7])


def area_of(number: int) -> int:
    return number // AREA_NUMBERS


def place_of(area: int) -> slice:
    """Where an area code's bits lie in a bitmap with room for all."""
    start = (area - FIRST_AREA) * AREA_BYTES
    return slice(start, start + AREA_BYTES)
