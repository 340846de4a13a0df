"""What must be known of a whole file before its first row can be read.

The order of its dates, and which properties it shows on the market: MLS exports may hold a home's
expired listing and its new one, and the owner of a listed home may not be approached.
"""

from dataclasses import dataclass

from .cells import Cells
from .clean import said
from .dates import Ambiguous, DateEvidence, DateFormat
from .fields import Field
from .layout import layout_of
from .listing import status_of
from .location import keys_of, property_of
from .mapping import Mapping
from .table import Table
from .values import ListingStatus

_ON_MARKET = frozenset({ListingStatus.ACTIVE, ListingStatus.PENDING})


@dataclass(frozen=True, slots=True)
class Survey:
    """`on_market` holds the parcel and address keys of properties that some row shows as listed."""

    dates: DateFormat | Ambiguous
    on_market: frozenset[str]


def survey(table: Table, mapping: Mapping) -> Survey:
    """One pass over the file. An ambiguous date format is for a person to settle before the import."""
    layout = layout_of(mapping)
    evidence = DateEvidence()
    on_market: set[str] = set()
    statuses = layout.once.get(Field.LISTING_STATUS, ())
    for number, row in enumerate(table.rows, start=table.first_row):
        width = len(row)
        for index in layout.dates:
            if index < width and row[index]:
                evidence.see(said(row[index]))
        if any(index < width and status_of(said(row[index])) in _ON_MARKET for index in statuses):
            keys = keys_of(property_of(Cells(number, row, layout.names), layout))
            on_market.update(key for key in keys if key)
    return Survey(evidence.verdict(), frozenset(on_market))
