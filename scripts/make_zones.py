"""Write dialer/core/data/{area_codes,zip_codes}.py from the `phonenumbers` and `zipcodes` packages.

Run it after either package is updated: `.venv/bin/python scripts/make_zones.py`.

An area code lies in one state (its numbering plan area), which phonenumbers names; its clocks are those of the ZIP
codes that `zipcodes` lists for it, where at least two in a hundred share the clock, and the hand-listed codes below.
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import phonenumbers
import zipcodes
from phonenumbers.geocoder import description_for_number

from dialer.core.zones.clocks import CLOCK_OF, CLOCKS

OUT = Path(__file__).resolve().parent.parent / "dialer" / "core" / "data"
MINORITY = 0.02

# The package is marked as typed, but this function is not.
LIST_ALL: Any = zipcodes.list_all
PLACES = LIST_ALL()

TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}
STATE_NAMES = {
    line[3:]: line[:2]
    for line in """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC Washington D.C.
FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma
OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont
VA Virginia|WA Washington State|WV West Virginia|WI Wisconsin|WY Wyoming
""".replace("\n", "|").split("|")
    if line
}

# Area codes known to span clocks; measured against ZIP centroids, border noise kept because a superset is safe.
SPANNING = {
    "P M": "208 986 458 541 775",
    "P Z": "442 760 702 725",
    "Z M": "928 520",
    "M C": "308 402 531 432 575 605 620 701 785 806 915",
    "C E": "219 229 270 334 364 423 448 574 606 706 762 765 812 850 865 906 930 931",
    "K D": "907",
}

# Codes whose ZIP codes the package does not list yet; the clock is that of the code they overlay.
OVERLAYS = {"684": "S"}


def state_of(code: str) -> str | None:
    """The state or territory of an area code; None outside the United States and for codes of no place."""
    number = phonenumbers.parse(f"+1{code}5550123")
    region = phonenumbers.region_code_for_number(number)
    if region in TERRITORIES:
        return region
    name = description_for_number(number, "en")
    if region != "US" or not name:
        return None
    return STATE_NAMES.get(name) or name.rsplit(", ", 1)[-1]


def area_codes() -> tuple[dict[str, str], dict[str, str]]:
    """Area code → state, and area code → clock letters."""
    states = {code: state for code in map(str, range(200, 1000)) if (state := state_of(code))}
    by_state: dict[str, Counter[str]] = defaultdict(Counter)
    by_code: dict[str, Counter[str]] = defaultdict(Counter)
    for place in PLACES:
        clock = CLOCK_OF.get(place["timezone"])
        if clock:
            by_state[place["state"]][clock] += 1
            for code in place["area_codes"]:
                by_code[code][clock] += 1
    clocks = {}
    for code, state in states.items():
        counts = by_code[code] or by_state[state]
        clocks[code] = {clock for clock, n in counts.items() if n >= MINORITY * counts.total()}
        clocks[code] |= set(OVERLAYS.get(code, ""))
    for letters, codes in SPANNING.items():
        for code in codes.split():
            clocks[code] |= set(letters.split())
    return states, {code: in_order(found) for code, found in clocks.items()}


def zip_codes() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Three-digit prefix → clocks, prefix → states, and the ZIP codes of mixed prefixes → clock."""
    clocks: dict[str, set[str]] = defaultdict(set)
    states: dict[str, set[str]] = defaultdict(set)
    exact: dict[str, str] = {}
    for place in PLACES:
        clock = CLOCK_OF.get(place["timezone"])
        prefix = place["zip_code"][:3]
        if clock:
            clocks[prefix].add(clock)
            states[prefix].add(place["state"])
            exact[place["zip_code"]] = clock
    mixed = {zip5: clock for zip5, clock in exact.items() if len(clocks[zip5[:3]]) > 1}
    return (
        {prefix: in_order(found) for prefix, found in clocks.items()},
        {prefix: " ".join(sorted(found)) for prefix, found in states.items()},
        mixed,
    )


def in_order(clocks: Iterable[str]) -> str:
    return "".join(letter for letter in CLOCKS if letter in set(clocks))


def grouped(values: Mapping[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in sorted(values.items()):
        groups[value].append(key)
    return dict(sorted(groups.items()))


def ranges(numbers: list[str]) -> list[str]:
    """`["005", "006", "007", "010"]` → `["005-007", "010"]`."""
    breaks = [i + 1 for i, (a, b) in enumerate(pairwise(numbers)) if int(b) != int(a) + 1]
    runs = [numbers[i:j] for i, j in pairwise([0, *breaks, len(numbers)])]
    return [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


def table(name: str, comment: str, groups: Mapping[str, list[str]]) -> str:
    lines = [f"# {comment}", f"{name} = {{"]
    for key, members in groups.items():
        wrapped = textwrap.wrap(" ".join(members), 92)
        if len(wrapped) == 1:
            lines.append(f'    "{key}": "{wrapped[0]}",')
        else:
            lines.append(f'    "{key}": (')
            lines += [f'        "{part} "' for part in wrapped[:-1]]
            lines += [f'        "{wrapped[-1]}"', "    ),"]
    return "\n".join([*lines, "}"]) + "\n"


def main() -> None:
    made = "Made by scripts/make_zones.py; run it again instead of editing."
    states, clocks = area_codes()
    (OUT / "area_codes.py").write_text(
        f'"""Area codes by state and by clock. {made}"""\n\n'
        + table("STATES", "State or territory → its area codes.", grouped(states))
        + "\n"
        + table("CLOCKS", "Clock letters (see zones.clocks) → the area codes they rule.", grouped(clocks))
    )
    prefix_clocks, prefix_states, mixed = zip_codes()
    (OUT / "zip_codes.py").write_text(
        f'"""ZIP codes by clock and by state. {made}"""\n\n'
        + table("PREFIXES", "Clocks → three-digit ZIP prefixes.", by_range(prefix_clocks))
        + "\n"
        + table("EXACT", "Clock → ZIP codes of the prefixes that have more than one.", grouped(mixed))
        + "\n"
        + table("STATES", "States → three-digit ZIP prefixes.", by_range(prefix_states))
    )


def by_range(values: Mapping[str, str]) -> dict[str, list[str]]:
    return {key: ranges(members) for key, members in grouped(values).items()}


if __name__ == "__main__":
    main()
