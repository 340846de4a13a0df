"""Where the property is and where its owner gets mail."""

from collections.abc import Sequence

from .cells import Cells
from .fields import STREET_PART_FIELDS, Field
from .layout import Layout
from .places import address_key, apn_key, read_state, read_zip, unfolded
from .rejects import Reason
from .values import Address


def property_of(cells: Cells, layout: Layout) -> Address:
    """The property's address; a state or ZIP code that is none is noted and left empty."""
    once = layout.once
    street = _street(cells, layout)
    unit = cells.line(once.get(Field.PROPERTY_UNIT, ()))
    return unfolded(
        Address(
            street=street,
            unit="" if unit and street.upper().endswith(f" {unit.upper()}") else unit,
            city=cells.line(once.get(Field.PROPERTY_CITY, ())),
            state=_state(cells, once.get(Field.PROPERTY_STATE, ())),
            zip=_zip(cells, once.get(Field.PROPERTY_ZIP, ())),
            county=cells.line(once.get(Field.PROPERTY_COUNTY, ())),
            apn=cells.line(once.get(Field.APN, ())),
        )
    )


def mailing_of(cells: Cells, layout: Layout) -> Address | None:
    """The first mailing address that has a street."""
    for columns in layout.mailing:
        if street := cells.line(columns.street):
            return unfolded(
                Address(
                    street,
                    cells.line(columns.unit),
                    cells.line(columns.city),
                    _state(cells, columns.state),
                    _zip(cells, columns.zip),
                )
            )
    return None


def keys_of(place: Address) -> tuple[str | None, str | None]:
    """The parcel key and the address key of a property."""
    return apn_key(place), address_key(place)


def _street(cells: Cells, layout: Layout) -> str:
    street = cells.line(layout.once.get(Field.PROPERTY_STREET, ()))
    parts = [cells.line(layout.once.get(field, ())) for field in STREET_PART_FIELDS]
    if not street:
        # A house number alone is no street.
        return " ".join(filter(None, parts)) if parts[2] else ""
    number = parts[0].removesuffix(".0")
    return f"{number} {street}" if number and not street[0].isdigit() else street


def _state(cells: Cells, columns: Sequence[int]) -> str:
    cell = cells.first(columns)
    state = read_state(cell) if cell else ""
    if state is None:
        cells.reject(Reason.STATE_INVALID, columns)
    return state or ""


def _zip(cells: Cells, columns: Sequence[int]) -> str:
    cell = cells.first(columns)
    code = read_zip(cell) if cell else ""
    if code is None:
        cells.reject(Reason.ZIP_INVALID, columns)
    return code or ""
