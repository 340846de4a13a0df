"""Where a number may be: every time zone and every state that is plausible, never one guess.

A number says where it was issued, not where its owner is; a single answer is often wrong without any sign of doubt
(the number library puts all of Orlando's 689 in Central time). So each source adds its zones and a call is lawful only
where it is lawful in all of them. Names are folded into the fourteen clocks of `zones.clocks`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from phonenumbers.tzdata import TIMEZONE_DATA, TIMEZONE_LONGEST_PREFIX

from dialer.core.zones.clocks import CLOCK_OF, CLOCKS, EVERY_STATE_CLOCK
from dialer.core.zones.tables import (
    CLOCK_OF_ZIP,
    CLOCKS_OF_AREA,
    CLOCKS_OF_PREFIX,
    CLOCKS_OF_STATE,
    STATE_OF_AREA,
    STATES,
    STATES_OF_PREFIX,
)

__all__ = ["Source", "ZoneSet", "area_code_of", "is_us_number", "states_of", "zones_of"]

CACHE = 1 << 16


class Source(StrEnum):
    """What made a zone plausible."""

    AREA_CODE = "the number's area code"
    NUMBER = "the number's exchange"
    PROPERTY = "the property's address"
    MAILING = "the mailing address"
    NOTHING = "nothing known, so every zone of the states"


@dataclass(frozen=True, slots=True)
class ZoneSet:
    """Plausible zones by database name, and the sources that contributed."""

    zones: frozenset[str]
    sources: tuple[Source, ...]
    clocks: str
    """The same zones as letters of `zones.clocks`, in its order; short enough for a key."""


def area_code_of(e164: str) -> str:
    """The three digits after +1, or "" for a number of another country."""
    return e164[2:5] if e164.startswith("+1") and len(e164) == 12 else ""


def is_us_number(e164: str) -> bool:
    """Whether the area code belongs to a state or territory; toll-free and Canadian codes belong to none."""
    return area_code_of(e164) in STATE_OF_AREA


@lru_cache(maxsize=CACHE)
def zones_of(
    e164: str,
    property_zip: str | None,
    mailing_zip: str | None,
    *,
    property_state: str | None = None,
    mailing_state: str | None = None,
) -> ZoneSet:
    """Every zone the person may be in; every zone of the states when nothing is known.

    A state counts only where its ZIP code is missing or unknown: then all zones of the state are plausible.
    """
    found = {
        Source.AREA_CODE: CLOCKS_OF_AREA.get(area_code_of(e164), ""),
        Source.NUMBER: _clocks_of_number(e164),
        Source.PROPERTY: _clocks_of_place(property_zip, property_state),
        Source.MAILING: _clocks_of_place(mailing_zip, mailing_state),
    }
    sources = tuple(source for source, clocks in found.items() if clocks)
    if not sources:
        found, sources = {Source.NOTHING: EVERY_STATE_CLOCK}, (Source.NOTHING,)
    letters = {letter for clocks in found.values() for letter in clocks}
    return ZoneSet(
        frozenset(CLOCKS[letter] for letter in letters),
        sources,
        "".join(letter for letter in CLOCKS if letter in letters),
    )


@lru_cache(maxsize=CACHE)
def states_of(
    e164: str,
    property_state: str | None,
    mailing_state: str | None,
    property_zip: str | None = None,
    mailing_zip: str | None = None,
) -> frozenset[str]:
    """Every state whose law may govern: the area code's, the property's and the mailing address's.

    A ZIP code speaks where the state is missing or unreadable. States are two capital letters.
    """
    found: set[str] = set()
    if state := STATE_OF_AREA.get(area_code_of(e164)):
        found.add(state)
    for name, zip_code in ((property_state, property_zip), (mailing_state, mailing_zip)):
        known = (name or "").strip().upper()
        found |= {known} if known in STATES else STATES_OF_PREFIX.get((zip_code or "")[:3], frozenset())
    return frozenset(found)


def _clocks_of_place(zip_code: str | None, state: str | None) -> str:
    digits = (zip_code or "").strip()[:5]
    return (
        CLOCK_OF_ZIP.get(digits)
        or CLOCKS_OF_PREFIX.get(digits[:3] if len(digits) == 5 else "")
        or CLOCKS_OF_STATE.get((state or "").strip().upper(), "")
    )


def _clocks_of_number(e164: str) -> str:
    """What the number library knows of this exchange; only for US numbers, whose area code bounds the answer."""
    if not is_us_number(e164):
        return ""
    for length in range(TIMEZONE_LONGEST_PREFIX, 3, -1):
        names: Iterable[str] | None = TIMEZONE_DATA.get(e164[1 : 1 + length])
        if names:
            return "".join(CLOCK_OF.get(name, "") for name in names)
    return ""
