"""The committed tables, unfolded once into dictionaries that answer in well under a microsecond."""

from collections.abc import Iterator, Mapping

from dialer.core.data import area_codes, zip_codes


def _area(groups: Mapping[str, str]) -> dict[str, str]:
    return {code: key for key, codes in groups.items() for code in codes.split()}


def _prefixes(groups: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of three-digit ZIP prefix and group key, from ranges written as `005 010-089`."""
    for key, ranges in groups.items():
        for part in ranges.split():
            first, _, last = part.partition("-")
            for prefix in range(int(first), int(last or first) + 1):
                yield f"{prefix:03d}", key


STATE_OF_AREA = _area(area_codes.STATES)
CLOCKS_OF_AREA = _area(area_codes.CLOCKS)
CLOCKS_OF_PREFIX = dict(_prefixes(zip_codes.PREFIXES))
CLOCK_OF_ZIP = _area(zip_codes.EXACT)
STATES_OF_PREFIX = {prefix: frozenset(key.split()) for prefix, key in _prefixes(zip_codes.STATES)}
STATES = frozenset(STATE_OF_AREA.values())


def _state_clocks() -> dict[str, str]:
    """Every clock that any area code or ZIP prefix of a state has."""
    found: dict[str, set[str]] = {}
    for code, state in STATE_OF_AREA.items():
        found.setdefault(state, set()).update(CLOCKS_OF_AREA[code])
    for prefix, states in STATES_OF_PREFIX.items():
        for state in states & STATES:
            found[state].update(CLOCKS_OF_PREFIX[prefix])
    return {state: "".join(sorted(clocks)) for state, clocks in found.items()}


CLOCKS_OF_STATE = _state_clocks()
