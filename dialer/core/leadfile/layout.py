"""A mapping made ready for reading: which columns to look at for each thing a lead has.

Worked out once per file, so that reading a row is a matter of looking up indexes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .clean import squash
from .fields import DATE_FIELDS, PERSON_FIELDS, PHONE_FIELDS, Family, Field, family_of
from .mapping import ColumnMapping, Mapping
from .sources import Source
from .values import Role


@dataclass(frozen=True, slots=True)
class PhoneColumns:
    """The columns of one numbered phone."""

    number: tuple[int, ...]
    dnc: tuple[int, ...]
    status: tuple[int, ...]
    type: tuple[int, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class PersonColumns:
    """The columns of one numbered person."""

    first: tuple[int, ...]
    middle: tuple[int, ...]
    last: tuple[int, ...]
    full: tuple[int, ...]
    all: tuple[int, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class MailingColumns:
    """The columns of one numbered mailing address; its parts never mix with those of another."""

    street: tuple[int, ...]
    unit: tuple[int, ...]
    city: tuple[int, ...]
    state: tuple[int, ...]
    zip: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Column indexes by what they are for, in the order of the file."""

    names: tuple[str, ...]
    once: dict[Field, tuple[int, ...]]
    phones: tuple[PhoneColumns, ...]
    people: tuple[PersonColumns, ...]
    emails: tuple[int, ...]
    mailing: tuple[MailingColumns, ...]
    dates: tuple[int, ...]


def layout_of(mapping: Mapping) -> Layout:
    """The layout of the files that a mapping fits."""
    once: dict[Field, tuple[int, ...]] = {}
    for column in mapping.columns:
        if column.field and not family_of(column.field):
            once[column.field] = (*once.get(column.field, ()), column.index)
    return Layout(
        names=tuple(column.header for column in mapping.columns),
        once=once,
        phones=tuple(
            PhoneColumns(
                _of(group, Field.PHONE),
                _of(group, Field.PHONE_DNC),
                _of(group, Field.PHONE_STATUS),
                _of(group, Field.PHONE_TYPE),
                _role(mapping.source, group, Field.PHONE),
            )
            for group in _grouped(mapping, Family.PHONE)
        ),
        people=tuple(
            PersonColumns(
                _of(group, Field.PERSON_FIRST),
                _of(group, Field.PERSON_MIDDLE),
                _of(group, Field.PERSON_LAST),
                _of(group, Field.PERSON_FULL),
                tuple(column.index for column in group),
                _role(mapping.source, group, None),
            )
            for group in _grouped(mapping, Family.PERSON)
        ),
        emails=tuple(column.index for column in mapping.columns if column.field is Field.EMAIL),
        mailing=tuple(
            MailingColumns(
                _of(group, Field.MAILING_STREET),
                _of(group, Field.MAILING_UNIT),
                _of(group, Field.MAILING_CITY),
                _of(group, Field.MAILING_STATE),
                _of(group, Field.MAILING_ZIP),
            )
            for group in _grouped(mapping, Family.MAILING)
        ),
        dates=tuple(index for field in DATE_FIELDS for index in once.get(field, ())),
    )


def _grouped(mapping: Mapping, family: Family) -> list[list[ColumnMapping]]:
    groups: dict[int, list[ColumnMapping]] = {}
    for column in mapping.columns:
        if column.field and family_of(column.field) is family:
            groups.setdefault(column.group, []).append(column)
    return list(groups.values())


def _of(group: Sequence[ColumnMapping], field: Field) -> tuple[int, ...]:
    return tuple(column.index for column in group if column.field is field)


def _role(source: Source, group: Sequence[ColumnMapping], field: Field | None) -> Role:
    """The role that a column's name gives. Landvoice's plain phones are those of its contacts."""
    wanted = PHONE_FIELDS if field else PERSON_FIELDS
    header = squash(next(column.header for column in group if column.field in wanted))
    for word, role in (("mls", Role.MLS), ("contact", Role.CONTACT), ("owner", Role.OWNER)):
        if word in header:
            return role
    if field and source is Source.LANDVOICE:
        return Role.CONTACT
    return Role.HOUSEHOLD
