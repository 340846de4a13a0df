"""Which column holds which field: proposed from the names, corrected by a person, remembered as JSON."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from . import neighbours
from .aliases import AddressPart, Named, is_about_others, meaning_of
from .clean import squash
from .errors import FileFault, LeadFileError
from .fields import PHONE_FIELDS, STREET_PART_FIELDS, Family, Field, family_of
from .looks import looks_like_email, looks_like_phone
from .sources import Source, own_meaning, source_of
from .worded import Worded

_SURE, _LIKELY, _BY_POSITION, _UNKNOWN = 1.0, 0.9, 0.7, 0.0
_KEY = re.compile(r"([a-z_]+)(?:\.([1-9]\d?))?")
LEAVE_OUT = "ignore"
_FIELD_BY_KEY = {field.value: field for field in Field}


class Concern(Worded):
    """What a person should look at before the file is imported."""

    NO_PHONE = "no_phone", "No column is mapped to a phone number: every lead will be held."
    NO_ADDRESS = "no_address", "No column is mapped to the property's street: leads cannot be told apart well."
    NO_NAME = "no_name", "No column is mapped to a name: texts and letters will have no one to greet."
    NO_STATUS = "no_status", "No column is mapped to the listing status: nothing shows which listings are active."
    UNUSED_PHONES = (
        "unused_phones",
        "This column looks like phone numbers but is left out. Map it if they are the owner's, never an agent's.",
    )
    UNUSED_EMAILS = (
        "unused_emails",
        "This column looks like e-mail addresses but is left out. Map it if they are the owner's.",
    )
    REPEATED = "repeated", "Two columns are mapped to this field: the first that is filled in is used."


@dataclass(frozen=True, slots=True)
class Problem:
    """A concern, with the name of its column where it has one."""

    concern: Concern
    column: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column. `group` numbers phones, people, e-mails and mailing addresses from 1, else it is 0.

    `header` is unique: the second `City` is `City (2)`. `confidence` runs from 0 to 1.
    """

    index: int
    header: str
    field: Field | None
    group: int
    confidence: float

    @property
    def key(self) -> str:
        """The field as overrides name it: `listing_status`, `phone_dnc.2`, or `ignore`."""
        if not self.field:
            return LEAVE_OUT
        return f"{self.field}.{self.group}" if self.group else str(self.field)


@dataclass(frozen=True, slots=True)
class Mapping:
    """All columns of a file, in their order."""

    source: Source
    columns: tuple[ColumnMapping, ...]
    problems: tuple[Problem, ...]

    @property
    def signature(self) -> str:
        """The same for every file with these column names; the key to remember a mapping under."""
        return header_signature(tuple(column.header for column in self.columns))

    def with_overrides(self, overrides: Lookup[int, str]) -> "Mapping":
        """The mapping as a person corrected it: column index to field key, `ignore` to leave it out.

        A numbered field without a number, such as `phone`, gets the next free one. Raises LeadFileError
        for a key or an index that does not exist.
        """
        columns = list(self.columns)
        for index in overrides:
            if not 0 <= index < len(columns):
                raise LeadFileError(FileFault.BAD_MAPPING, f"there is no column {index}")
            columns[index] = replace(columns[index], field=None, group=0, confidence=_SURE)
        for index, key in overrides.items():
            field, group = _read_key(key, columns)
            columns[index] = replace(columns[index], field=field, group=group)
        unused = tuple(
            problem
            for problem in self.problems
            if problem.concern in (Concern.UNUSED_PHONES, Concern.UNUSED_EMAILS)
            and problem.column not in {columns[index].header for index in overrides}
        )
        return Mapping(self.source, tuple(columns), _concerns(columns) + unused)

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` reads them."""
        return {
            "source": self.source.value,
            "columns": [
                {"header": column.header, "key": column.key, "confidence": column.confidence} for column in self.columns
            ],
            "problems": [[problem.concern.value, problem.column] for problem in self.problems],
        }

    @classmethod
    def from_json(cls, saved: Lookup[str, Any]) -> "Mapping":
        """The mapping that `to_json` saved. Raises LeadFileError if it is not one."""
        try:
            columns: list[ColumnMapping] = []
            for index, entry in enumerate(saved["columns"]):
                field, group = _read_key(entry["key"], columns)
                columns.append(ColumnMapping(index, entry["header"], field, group, entry["confidence"]))
            problems = tuple(Problem(Concern(concern), column) for concern, column in saved["problems"])
            return cls(Source(saved["source"]), tuple(columns), problems)
        except (KeyError, TypeError, ValueError) as error:
            raise LeadFileError(FileFault.BAD_MAPPING, "the remembered mapping is damaged") from error


def header_signature(header: Sequence[str]) -> str:
    """SHA-256 over the column names, without regard to case, spaces and punctuation.

    The same for a header as it is in the file and for the unique names made from it.
    """
    return hashlib.sha256("\n".join(squash(name) for name in unique_names(header)).encode()).hexdigest()


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """One name per column: repeats become `City (2)`, a column without a name `Column 7`."""
    names: list[str] = []
    taken: set[str] = set()
    for position, given in enumerate(header, start=1):
        plain = given or f"Column {position}"
        choices = (plain if n == 1 else f"{plain} ({n})" for n in count(1))
        name = next(choice for choice in choices if squash(choice) not in taken)
        taken.add(squash(name))
        names.append(name)
    return tuple(names)


def propose_mapping(header: Sequence[str], sample_rows: Iterable[Sequence[str]]) -> Mapping:
    """The mapping that the column names suggest; samples only serve to point at what was left out.

    A column is never mapped by its values alone: numbers of unknown standing may be the agent's.
    """
    squashed = tuple(squash(name) for name in header)
    names = unique_names(header)
    source = source_of(squashed)
    meanings = {index: _meaning(source, name) for index, name in enumerate(squashed)}
    parts = {index: known for index, (known, _) in meanings.items() if isinstance(known, AddressPart)}
    places = neighbours.settle(parts)
    columns: list[ColumnMapping] = []
    groups = _Groups()
    for index, name in enumerate(names):
        known, confidence = meanings[index]
        field: Field | None = None
        stem, number = "", None
        if isinstance(known, AddressPart):
            field, stem = places[index]
            confidence = confidence if known.side else _BY_POSITION
        elif known:
            field, stem, number = known.field, known.stem, known.number
        group = groups.of(field, stem, number)
        columns.append(ColumnMapping(index, name, field, group, confidence if field else _UNKNOWN))
    return Mapping(source, tuple(columns), _concerns(columns) + _unused(columns, list(sample_rows)))


def _meaning(source: Source, name: str) -> tuple[Named | AddressPart | None, float]:
    has_own, own = own_meaning(source, name)
    if has_own:
        return own, _SURE
    return meaning_of(name), _LIKELY if source is Source.GENERIC else _SURE


class _Groups:
    """Gives columns of one family and one stem the same number, the number in their name if it is free."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Family, str], int] = {}

    def of(self, field: Field | None, stem: str, number: int | None) -> int:
        family = family_of(field) if field else None
        if not family:
            return 0
        taken = {given for (other, _), given in self._numbers.items() if other is family}
        free = number if number and number not in taken else next(n for n in count(1) if n not in taken)
        return self._numbers.setdefault((family, stem), free)


def _read_key(key: str, columns: Iterable[ColumnMapping]) -> tuple[Field | None, int]:
    if key in ("", LEAVE_OUT):
        return None, 0
    found = _KEY.fullmatch(key)
    field = _FIELD_BY_KEY.get(found[1]) if found else None
    if not found or not field:
        raise LeadFileError(FileFault.BAD_MAPPING, f"there is no field {key!r}")
    if not family_of(field):
        return field, 0
    taken = {column.group for column in columns if column.field is field}
    return field, int(found[2]) if found[2] else next(n for n in count(1) if n not in taken)


def _concerns(columns: Sequence[ColumnMapping]) -> tuple[Problem, ...]:
    fields = {column.field for column in columns}
    wanted = (
        (Concern.NO_PHONE, {Field.PHONE}),
        (Concern.NO_ADDRESS, {Field.PROPERTY_STREET, Field.STREET_NAME}),
        (Concern.NO_NAME, {Field.PERSON_FULL, Field.PERSON_LAST, Field.PERSON_FIRST}),
        (Concern.NO_STATUS, {Field.LISTING_STATUS}),
    )
    missing = tuple(Problem(concern) for concern, any_of in wanted if not fields & any_of)
    uses = Counter((column.field, column.group) for column in columns if column.field)
    # A flag or a part of an address that comes twice is read as "any of them" and needs no look.
    quiet = (PHONE_FIELDS - {Field.PHONE}) | {Field.ROW_DNC, Field.NOTES, Field.TAGS, *STREET_PART_FIELDS}
    repeated = tuple(
        Problem(Concern.REPEATED, column.header)
        for column in columns
        if column.field and column.field not in quiet and uses[column.field, column.group] > 1
    )
    return missing + repeated


def _unused(columns: Sequence[ColumnMapping], samples: Sequence[Sequence[str]]) -> tuple[Problem, ...]:
    problems = []
    for column in columns:
        if column.field or is_about_others(squash(column.header)):
            continue
        cells = [row[column.index].strip() for row in samples if column.index < len(row)]
        filled = [cell for cell in cells if cell]
        for looks, concern in (
            (looks_like_phone, Concern.UNUSED_PHONES),
            (looks_like_email, Concern.UNUSED_EMAILS),
        ):
            if filled and sum(map(looks, filled)) * 2 > len(filled):
                problems.append(Problem(concern, column.header))
    return tuple(problems)
