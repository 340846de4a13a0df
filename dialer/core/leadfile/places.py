"""Addresses: read for people, and made into a key that is the same however they were written.

The key is exact, never fuzzy: `APT 4B` and `APT 4C` are nearly the same text and different homes.
"""

import re
from dataclasses import replace

from .clean import squash
from .street_words import DIRECTIONS, ORDINALS, STATE_CODES, STATES, SUFFIXES, UNIT_WORDS
from .values import Address

_ZIP = re.compile(r"(\d{5})(?:[-\s]?\d{4})?")
_SHORT_ZIP = re.compile(r"(\d{3,4})(?:-\d{4})?")
_ONE_CELL = re.compile(
    r"(?P<street>.+?),\s*(?P<city>[^,\d]+?),?\s+(?P<state>[A-Za-z]{2})\.?,?(?:\s+(?P<zip>\d{5})(?:-\d{4})?)?(?:,?\s*USA?)?",
    re.DOTALL,
)
_UNIT = re.compile(rf"[\s,]+(?:(?:{UNIT_WORDS})\b\.?\s*#?\s*|#\s*)([A-Z0-9][A-Z0-9 -]*)$")
_UNIT_WORD = re.compile(rf"^(?:(?:{UNIT_WORDS})\b\.?\s*)?#?\s*")
_PUNCTUATION = re.compile(r"[^\w\s/#-]+")
_DIRECTION_CODES = frozenset(DIRECTIONS.values())
_ROADS = (
    (re.compile(r"\b(?:COUNTY ROAD|COUNTY RD|CO RD|CNTY RD)\b"), "CR"),
    (re.compile(r"\b(?:STATE ROAD|STATE RD)\b"), "SR"),
    (re.compile(r"\b(?:STATE ROUTE|STATE RTE)\b"), "SR"),
    (re.compile(r"\b(?:U S|US) (?:HIGHWAY|HWY)\b"), "US HWY"),
)


def read_state(cell: str) -> str | None:
    """The two letters of a state, from them or from its name, or None."""
    code = cell.upper().strip(" .")
    return code if code in STATE_CODES else STATES.get(squash(cell))


def read_zip(cell: str) -> str | None:
    """The five digits of a ZIP code, or None. Spreadsheets drop the zeros that New England's begin with."""
    text = cell.removesuffix(".0")
    if found := _ZIP.fullmatch(text):
        return found[1]
    if found := _SHORT_ZIP.fullmatch(text):
        return found[1].zfill(5)
    # Nine digits that lost their leading zero.
    return text.zfill(9)[:5] if re.fullmatch(r"\d{7,8}", text) else None


def unfolded(address: Address) -> Address:
    """An address whose street cell held the city, state and ZIP code too, taken apart."""
    if address.city or "," not in address.street:
        return address
    found = _ONE_CELL.fullmatch(" ".join(address.street.split()))
    if not found or found["state"].upper() not in STATE_CODES:
        return address
    return replace(
        address,
        street=found["street"],
        city=found["city"],
        state=address.state or found["state"].upper(),
        zip=address.zip or found["zip"] or "",
    )


def address_key(address: Address) -> str | None:
    """Street, unit and ZIP code (city and state where it is missing), or None where that is not enough."""
    street, unit = _street_and_unit(address)
    where = address.zip or (address.city and address.state and f"{squash(address.city)},{address.state}")
    if not street or not where or not street[0].isdigit():
        return None
    return f"{street}|{unit}|{where}"


def apn_key(address: Address) -> str | None:
    """Parcel number, county and state: parcel numbers are unique within a county only."""
    apn = squash(address.apn)
    county = squash(address.county).removesuffix("county")
    if not (apn.strip("0") and county and address.state):
        return None
    return f"{address.state}|{county}|{apn}"


def _street_and_unit(address: Address) -> tuple[str, str]:
    street = " ".join(_PUNCTUATION.sub(" ", address.street.upper().replace(".", "")).split())
    unit = " ".join(_PUNCTUATION.sub(" ", address.unit.upper()).split())
    if found := _UNIT.search(street):
        unit = unit or found[1]
        street = street[: found.start()]
    return _normal_street(street), re.sub(r"[\s-]", "", _UNIT_WORD.sub("", unit))


def _normal_street(street: str) -> str:
    for pattern, short in _ROADS:
        street = pattern.sub(short, street)
    words = [ORDINALS.get(word, word) for word in street.split()]
    # A direction is part of the name where nothing but the kind of street remains: `12 North Ave`.
    for at in (1, len(words) - 1):
        rest = [word for index, word in enumerate(words) if index not in (0, at)]
        if len(words) > 2 and any(word not in SUFFIXES and word not in _DIRECTION_CODES for word in rest):
            words[at] = DIRECTIONS.get(words[at], words[at])
    return " ".join(SUFFIXES.get(word, word) for word in words)
