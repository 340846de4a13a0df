"""One bit for each number of the North American plan: ten million for an area code, which is 1.25 MB.

Numbers are whole numbers of ten digits. A bitmap in the making has room for all of them, so that a number is its own
place; most of it stays untouched, and a sparse file or untouched memory holds it at little cost.
"""

from collections.abc import Collection, Iterable
from mmap import mmap

Bits = bytearray | mmap

AREA_NUMBERS = 10_000_000
AREA_BYTES = AREA_NUMBERS // 8

ROOM = 1000 * AREA_BYTES
"""Bytes of a bitmap with every area code in it."""

MASKS = tuple(1 << bit for bit in range(8))

BLOCK = 1000
"""So many numbers share their first seven digits; that is 125 whole bytes."""

_FULL = b"\xff" * (BLOCK // 8)


def mark(bits: Bits, numbers: Iterable[int]) -> None:
    for number in numbers:
        bits[number >> 3] |= MASKS[number & 7]


def clear(bits: Bits, numbers: Iterable[int]) -> None:
    for number in numbers:
        bits[number >> 3] &= ~MASKS[number & 7]


def mark_blocks(bits: Bits, blocks: Iterable[int]) -> None:
    """Marks whole blocks, each given by its first seven digits."""
    for block in blocks:
        start = block * BLOCK >> 3
        bits[start : start + len(_FULL)] = _FULL


def is_set(bits: Bits, number: int) -> bool:
    return bool(bits[number >> 3] & MASKS[number & 7])


def area_of(number: int) -> int:
    return number // AREA_NUMBERS


def areas_of(numbers: Collection[int]) -> set[int]:
    """The area codes that occur; lists are mostly sorted by them, so the first and the last say it in most cases."""
    if not numbers:
        return set()
    first, last = area_of(min(numbers)), area_of(max(numbers))
    return {first} if first == last else set(map(area_of, numbers))


def place_of(area: int) -> slice:
    """Where an area code's bits lie in a bitmap with room for all."""
    return slice(area * AREA_BYTES, (area + 1) * AREA_BYTES)
