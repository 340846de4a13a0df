"""What a row says of the listing, and whether that lets its owner be approached."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from .cells import Cells
from .dates import DateOrder, is_never, needs_order, read_date
from .fields import Field
from .layout import Layout
from .listing import read_baths, read_figure, says_yes, status_of
from .rejects import Reason
from .values import Flags, HoldReason, ListingFacts, ListingStatus

_MOST_DOLLARS = Decimal(10_000_000_000)


def facts_of(cells: Cells, layout: Layout, order: DateOrder | None, today: date) -> ListingFacts:
    """The listing's facts. Without an order of dates, those that could be two days stay empty."""

    def line(field: Field) -> str:
        return cells.line(layout.once.get(field, ()))

    def day(field: Field) -> date | None:
        return _day(cells, layout.once.get(field, ()), order, today)

    def figure(field: Field, most: Decimal) -> Decimal | None:
        return _figure(cells, layout.once.get(field, ()), field, most)

    def whole(field: Field, most: int) -> int | None:
        value = figure(field, Decimal(most))
        return None if value is None else int(value)

    return ListingFacts(
        status=_status(cells, layout),
        mls_number=line(Field.MLS_NUMBER),
        list_date=day(Field.LIST_DATE),
        expired_date=day(Field.EXPIRED_DATE),
        withdrawn_date=day(Field.WITHDRAWN_DATE),
        cancelled_date=day(Field.CANCELLED_DATE),
        status_date=day(Field.STATUS_DATE),
        list_price=figure(Field.LIST_PRICE, _MOST_DOLLARS),
        original_price=figure(Field.ORIGINAL_PRICE, _MOST_DOLLARS),
        days_on_market=whole(Field.DAYS_ON_MARKET, 20_000),
        property_type=line(Field.PROPERTY_TYPE),
        beds=whole(Field.BEDS, 999),
        baths=figure(Field.BATHS, Decimal(999)),
        sqft=whole(Field.SQFT, 100_000_000),
        year_built=whole(Field.YEAR_BUILT, today.year + 5),
        agent=line(Field.LISTING_AGENT),
        office=line(Field.LISTING_OFFICE),
        remarks=cells.first(layout.once.get(Field.REMARKS, ())),
    )


def flags_of(cells: Cells, layout: Layout) -> Flags:
    """The vendor's warnings; any filled cell but a known no is a yes."""

    def flag(field: Field) -> bool:
        return any(map(says_yes, cells.all(layout.once.get(field, ()))))

    return Flags(
        litigator=flag(Field.LITIGATOR),
        do_not_mail=flag(Field.DO_NOT_MAIL),
        owner_is_agent=flag(Field.OWNER_IS_AGENT),
        relisted=flag(Field.RELISTED),
    )


def refusal_of(status: ListingStatus, flags: Flags) -> Reason | None:
    """Why the owner may not be approached at all, as far as the row's own listing goes."""
    if flags.relisted:
        return Reason.LISTED_AGAIN
    match status:
        case ListingStatus.ACTIVE:
            return Reason.LISTED_AGAIN
        case ListingStatus.PENDING:
            return Reason.UNDER_CONTRACT
        case ListingStatus.CLOSED:
            return Reason.SOLD
        case (
            ListingStatus.EXPIRED
            | ListingStatus.CANCELLED
            | ListingStatus.WITHDRAWN
            | ListingStatus.HOLD
            | ListingStatus.UNKNOWN
        ):
            return None
        case _:
            assert_never(status)


def holds_of(
    facts: ListingFacts, flags: Flags, *, status_unread: bool, has_phone: bool, today: date
) -> tuple[HoldReason, ...]:
    """Every reason to keep the lead from being worked, the gravest first."""
    uncertain = facts.status in (ListingStatus.EXPIRED, ListingStatus.UNKNOWN)
    runs_on = uncertain and facts.expired_date is not None and facts.expired_date > today
    holds = (
        (HoldReason.LITIGATOR, flags.litigator),
        (HoldReason.WITHDRAWN, facts.status is ListingStatus.WITHDRAWN),
        (HoldReason.ON_HOLD, facts.status is ListingStatus.HOLD),
        (HoldReason.STILL_LISTED, runs_on),
        (HoldReason.STATUS_UNREADABLE, status_unread),
        (HoldReason.OWNER_IS_AGENT, flags.owner_is_agent),
        (HoldReason.NO_NUMBER, not has_phone),
    )
    return tuple(reason for reason, holds_it in holds if holds_it)


def _status(cells: Cells, layout: Layout) -> ListingStatus:
    columns = layout.once.get(Field.LISTING_STATUS, ())
    cell = cells.line(columns)
    if not cell:
        return ListingStatus.UNKNOWN
    status = status_of(cell)
    if status is None:
        cells.reject(Reason.STATUS_UNKNOWN, columns)
    return status or ListingStatus.UNKNOWN


def _day(cells: Cells, columns: tuple[int, ...], order: DateOrder | None, today: date) -> date | None:
    cell = cells.line(columns)
    if not cell or is_never(cell):
        return None
    if order is None and needs_order(cell):
        cells.reject(Reason.DATE_AMBIGUOUS, columns)
        return None
    day = read_date(cell, order or DateOrder.MONTH_FIRST, today)
    # A century ahead is a typing error; a few years ahead may be the end of a long contract.
    if day is None or day.year > today.year + 20:
        cells.reject(Reason.DATE_INVALID, columns)
        return None
    return day


def _figure(cells: Cells, columns: tuple[int, ...], field: Field, most: Decimal) -> Decimal | None:
    cell = cells.line(columns)
    if not cell:
        return None
    value = read_baths(cell) if field is Field.BATHS else read_figure(cell)
    if value is None or value > most:
        cells.reject(Reason.NUMBER_INVALID, columns)
        return None
    return value
