"""Rows of a lead file, one by one, each to a lead or to the reasons why it is none."""

import re
from collections.abc import Iterator
from datetime import date

from .cells import Cells
from .contacts import emails_of, people_of, phones_of
from .dates import DateFormat, DateOrder
from .errors import FileFault, LeadFileError
from .facts import facts_of, flags_of, holds_of, refusal_of
from .fields import Field
from .layout import Layout, layout_of
from .location import keys_of, mailing_of, property_of
from .mapping import Mapping, header_signature
from .rejects import Reason
from .sources import MONTH_FIRST, Source
from .survey import Survey, survey
from .table import Table
from .values import Address, DedupeKeys, ListingFacts, NewLead, ParsedRow

_TAG_SEPARATORS = re.compile(r"[,;|\n]+")


def parse_rows(
    table: Table,
    mapping: Mapping,
    *,
    today: date,
    date_order: DateOrder | None = None,
    allow_fictional: bool = True,
) -> Iterator[ParsedRow]:
    """Every row that is not blank, in the order of the file. Reads the file twice, row by row.

    `date_order` is a person's answer where `survey` found the dates ambiguous; without it a vendor known
    to write months first is read so, and any other file's ambiguous dates are left out, cell by cell.
    Raises LeadFileError if the mapping was made for other columns, or at a row that is damaged.
    """
    if mapping.signature != header_signature(table.header):
        raise LeadFileError(FileFault.BAD_MAPPING, "it was made for other columns")
    layout = layout_of(mapping)
    whole = survey(table, mapping)
    order = date_order or _order(whole, mapping.source)
    for number, row in enumerate(table.rows, start=table.first_row):
        cells = Cells(number, row, layout.names)
        if not cells.is_empty():
            lead = _lead(cells, layout, mapping.source, whole, order, today, allow_fictional)
            yield ParsedRow(number, lead.raw if lead else cells.raw(), lead, tuple(cells.rejects))


def _order(whole: Survey, source: Source) -> DateOrder | None:
    if isinstance(whole.dates, DateFormat):
        return whole.dates.order
    return DateOrder.MONTH_FIRST if source in MONTH_FIRST else None


def _lead(
    cells: Cells,
    layout: Layout,
    source: Source,
    whole: Survey,
    order: DateOrder | None,
    today: date,
    allow_fictional: bool,
) -> NewLead | None:
    if cells.has_surplus():
        cells.reject(Reason.SHIFTED)
        return None
    place = property_of(cells, layout)
    facts = facts_of(cells, layout, order, today)
    flags = flags_of(cells, layout)
    people = people_of(cells, layout)
    apn_county, address = keys_of(place)
    refusal = refusal_of(facts.status, flags)
    if refusal:
        cells.reject(refusal, _shown_for(layout, flags.relisted))
    elif {apn_county, address} & whole.on_market:
        cells.reject(Reason.ACTIVE_ELSEWHERE)
    elif not people and not place.street:
        cells.reject(Reason.NOBODY)
    if any(reject.reason.refuses_row for reject in cells.rejects):
        return None
    phones = phones_of(cells, layout, allow_fictional=allow_fictional)
    status_unread = any(reject.reason is Reason.STATUS_UNKNOWN for reject in cells.rejects)
    return NewLead(
        row_number=cells.number,
        raw=cells.raw(),
        people=people,
        phones=phones,
        emails=emails_of(cells, layout),
        property=place,
        mailing=mailing_of(cells, layout),
        listing=facts,
        flags=flags,
        dedupe_keys=_keys(apn_county, address, facts, source, place),
        holds=holds_of(facts, flags, status_unread=status_unread, has_phone=bool(phones), today=today),
        notes="\n".join(cells.all(layout.once.get(Field.NOTES, ()))),
        tags=_tags(cells, layout),
    )


def _shown_for(layout: Layout, relisted: bool) -> tuple[int, ...]:
    return layout.once.get(Field.RELISTED if relisted else Field.LISTING_STATUS, ())


def _keys(
    apn_county: str | None, address: str | None, facts: ListingFacts, source: Source, place: Address
) -> DedupeKeys:
    # Listing numbers repeat between MLSs, and the file does not name its MLS: the state narrows it down.
    mls = f"{source}|{place.state}|{facts.mls_number.upper()}" if facts.mls_number else None
    return DedupeKeys(apn_county, address, mls)


def _tags(cells: Cells, layout: Layout) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells.all(layout.once.get(Field.TAGS, ())):
        for tag in _TAG_SEPARATORS.split(cell):
            if tag.strip():
                found[tag.strip()] = None
    return tuple(found)
