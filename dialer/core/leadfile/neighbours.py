"""Whose city is `City`? An address part without a side takes it from its neighbours.

Landvoice's skip-traced list has City and State twice: once after `Address`, once after `Property
Address`. Taking the wrong one moves the property to another town, state and time zone.
"""

from collections.abc import Mapping

from .aliases import AddressPart, Part, Side
from .fields import Field

_FIELDS: dict[tuple[Side, Part], Field] = {
    (Side.PROPERTY, Part.STREET): Field.PROPERTY_STREET,
    (Side.PROPERTY, Part.UNIT): Field.PROPERTY_UNIT,
    (Side.PROPERTY, Part.CITY): Field.PROPERTY_CITY,
    (Side.PROPERTY, Part.STATE): Field.PROPERTY_STATE,
    (Side.PROPERTY, Part.ZIP): Field.PROPERTY_ZIP,
    (Side.PROPERTY, Part.COUNTY): Field.PROPERTY_COUNTY,
    (Side.MAILING, Part.STREET): Field.MAILING_STREET,
    (Side.MAILING, Part.UNIT): Field.MAILING_UNIT,
    (Side.MAILING, Part.CITY): Field.MAILING_CITY,
    (Side.MAILING, Part.STATE): Field.MAILING_STATE,
    (Side.MAILING, Part.ZIP): Field.MAILING_ZIP,
}

Place = tuple[Side, str]
Slot = tuple[Side, str, Part]


def settle(parts: Mapping[int, AddressPart]) -> dict[int, tuple[Field | None, str]]:
    """Field and stem of every address column, by its index. None: a second column for the same part.

    A part that names its side keeps it. Any other goes with the nearest street column on its left, else
    with the first on its right, unless that address has the part already under its full name.
    """
    named = any(part.part is Part.STREET and part.side is Side.PROPERTY for part in parts.values())
    bare_side = Side.MAILING if named else Side.PROPERTY
    streets: dict[int, Place] = {}
    taken: set[Slot] = set()
    for index, part in parts.items():
        if part.part is Part.STREET:
            streets[index] = (part.side or bare_side, part.stem)
        if part.side:
            taken.add((part.side, part.stem, part.part))
    settled: dict[int, tuple[Field | None, str]] = {}
    for index, part in sorted(parts.items()):
        if part.side:
            settled[index] = (_FIELDS.get((part.side, part.part)), part.stem)
            continue
        side, stem = _place(index, part.part, streets, taken)
        repeated = (side, stem, part.part) in taken
        taken.add((side, stem, part.part))
        settled[index] = (None if repeated else _FIELDS.get((side, part.part)), stem)
    return settled


def _place(index: int, part: Part, streets: Mapping[int, Place], taken: set[Slot]) -> Place:
    if index in streets:
        return streets[index]
    left = [place for at, place in sorted(streets.items()) if at < index]
    right = [place for at, place in sorted(streets.items()) if at > index]
    near = [*reversed(left), *right] or [(Side.PROPERTY, "")]
    return next(((side, stem) for side, stem in near if (side, stem, part) not in taken), near[0])
