"""Who can be reached in a row, and how."""

import re

from .cells import Cells
from .fields import Field
from .layout import Layout, PersonColumns, PhoneColumns
from .listing import phone_kind, says_yes, status_says_dead, status_says_dnc
from .people import Name, joined_name, split_people
from .phones import Dialable, NotDialable, read_phones
from .rejects import Reason, mask_number
from .values import NewPerson, NewPhone, PhoneKind

MOST_PHONES = 15
MOST_PEOPLE = 11
_EMAIL = re.compile(r"[^@\s<>(),;:\"]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
_EMAIL_SEPARATORS = re.compile(r"[;,|\s]+")


def phones_of(cells: Cells, layout: Layout, *, allow_fictional: bool) -> tuple[NewPhone, ...]:
    """The row's numbers in the order of its columns; a flag on any of a number's columns counts for it."""
    row_dnc = any(map(says_yes, cells.all(layout.once.get(Field.ROW_DNC, ()))))
    found: dict[str, NewPhone] = {}
    for columns in layout.phones:
        for cell_index in columns.number:
            if text := cells.text(cell_index):
                _take(cells, columns, cell_index, text, found, row_dnc, allow_fictional)
    return tuple(found.values())


def _take(
    cells: Cells,
    columns: PhoneColumns,
    index: int,
    text: str,
    found: dict[str, NewPhone],
    row_dnc: bool,
    allow_fictional: bool,
) -> None:
    status = cells.all(columns.status)
    dead = any(map(status_says_dead, status))
    dnc = row_dnc or any(map(status_says_dnc, status)) or any(map(says_yes, cells.all(columns.dnc)))
    kind = phone_kind(cells.first(columns.type))
    for piece in read_phones(text, allow_fictional=allow_fictional):
        if isinstance(piece, NotDialable):
            cells.reject(piece.reason, (index,), mask_number(piece.text))
        elif dead and piece.e164 not in found:
            cells.reject(Reason.PHONE_DEAD, (index,), mask_number(piece.e164))
        elif piece.e164 not in found and len(found) == MOST_PHONES:
            cells.reject(Reason.TOO_MANY_PHONES, (index,), mask_number(piece.e164))
        else:
            found[piece.e164] = _merged(found, piece, kind, dnc, columns)


def _merged(found: dict[str, NewPhone], piece: Dialable, kind: PhoneKind, dnc: bool, columns: PhoneColumns) -> NewPhone:
    """The number; if the row has it already, with what both places say of it."""
    kind = kind if kind is not PhoneKind.UNKNOWN else piece.kind
    before = found.get(piece.e164)
    if not before:
        return NewPhone(piece.e164, piece.extension, kind, dnc, columns.role, len(found) + 1)
    return NewPhone(
        before.e164,
        before.extension or piece.extension,
        before.kind if before.kind is not PhoneKind.UNKNOWN else kind,
        before.vendor_dnc or dnc,
        before.role,
        before.rank,
    )


def people_of(cells: Cells, layout: Layout) -> tuple[NewPerson, ...]:
    """The row's people, each once, in the order of its columns."""
    found: dict[tuple[str, str], NewPerson] = {}
    for columns in layout.people:
        if not cells.first(columns.all):
            continue
        for name in _names(cells, columns):
            if name.key in found:
                continue
            if len(found) == MOST_PEOPLE:
                used = columns.full or columns.last or columns.first
                cells.reject(Reason.TOO_MANY_PEOPLE, used, name.full)
            else:
                found[name.key] = NewPerson(name.first, name.last, name.full, columns.role, name.is_organisation)
    return tuple(found.values())


def _names(cells: Cells, columns: PersonColumns) -> list[Name]:
    first, last = cells.line(columns.first), cells.line(columns.last)
    names: list[Name] = []
    if first or last:
        names.extend(joined_name(first, cells.line(columns.middle), last))
    for full in cells.all(columns.full):
        names.extend(split_people(full))
    return names


def emails_of(cells: Cells, layout: Layout) -> tuple[str, ...]:
    """The row's e-mail addresses, each once, in lower case."""
    found: dict[str, None] = {}
    for index in layout.emails:
        for piece in filter(None, _EMAIL_SEPARATORS.split(cells.text(index))):
            if _EMAIL.fullmatch(piece):
                found[piece.lower()] = None
            else:
                cells.reject(Reason.EMAIL_INVALID, (index,), piece)
    return tuple(found)
