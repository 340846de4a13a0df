"""Reads files of numbers that must not be contacted: one number a line, or any table with a column of numbers."""

import re
from dataclasses import dataclass

from telephony.numbers import NumberError, PhoneNumber

_RUN = re.compile(r"\+?\d[\d\s().-]{8,18}\d")


@dataclass(frozen=True, slots=True)
class NumberList:
    """Numbers in E.164, each once; `rejected` counts lines that have digits but no number we could read."""

    numbers: tuple[str, ...]
    rejected: int


def read_number(text: str) -> str | None:
    """The number in what people type, in E.164; None where there is none. Without a country it is North American.

    >>> read_number(" (217) 555-0123 "), read_number("+12175550123"), read_number("555-0123")
    ('+12175550123', '+12175550123', None)
    """
    digits = re.sub(r"\D", "", text)
    if not text.strip().startswith("+"):
        if len(digits) == 11 and digits.startswith("1"):
            digits = digits[1:]
        if len(digits) != 10:
            return None
        digits = f"1{digits}"
    try:
        return PhoneNumber.parse(f"+{digits}").e164
    except NumberError:
        return None


def read_list(data: bytes) -> NumberList:
    """Every number of a file; a line without any digit, such as a heading, is no reject."""
    found: dict[str, None] = {}
    rejected = 0
    for line in _decoded(data).splitlines():
        numbers = [number for run in _RUN.findall(line) if (number := read_number(run))]
        found |= dict.fromkeys(numbers)
        rejected += not numbers and any(character.isdigit() for character in line)
    return NumberList(tuple(found), rejected)


def _decoded(data: bytes) -> str:
    """Spreadsheets write UTF-8 with a mark, UTF-16, or an old code page, in which every byte means something."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
