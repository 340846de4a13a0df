"""Workbooks (XLSX, XLS, ODS) as rows of text, through python-calamine."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from .errors import FileFault, LeadFileError

Cell = int | float | str | bool | time | date | datetime | timedelta

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old XLS, and the wrapper of every encrypted XLSX
# The stream that holds an encrypted workbook, MS-OFFCRYPTO 1.3.2; directory names are UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_UNPACKED_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet, made anew by each iteration, from row 1 whether it is filled or not."""

    sheet: CalamineSheet

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (tuple(map(as_text, row)) for row in self.sheet.iter_rows())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name."""

    name: str
    rows: SheetRows


def is_spreadsheet(data: bytes) -> bool:
    """Whether the bytes begin as a workbook does."""
    return data.startswith((_ZIP, _OLE))


def read(data: bytes) -> Sheet:
    """The first visible sheet that has a row below its header. Raises LeadFileError."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise LeadFileError(FileFault.PROTECTED)
    _check_size(data)
    try:
        workbook = load_workbook(io.BytesIO(data))
        sheets = list(_visible_sheets(workbook))
    except PasswordError as error:
        raise LeadFileError(FileFault.PROTECTED) from error
    except CalamineError as error:
        raise LeadFileError(FileFault.NOT_A_TABLE) from error
    for sheet in sheets:
        if sheet.height > 1:
            return Sheet(sheet.name, SheetRows(sheet))
    raise LeadFileError(FileFault.EMPTY, "no sheet has a row below its column names")


def as_text(cell: Cell) -> str:
    """A cell as a person would type it; dates as ISO, whole numbers without a decimal point."""
    match cell:
        case str():
            return cell.replace("\0", "")
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            # Workbooks keep every number as a float: 34711.0 is the ZIP code 34711.
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _visible_sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            yield workbook.get_sheet_by_name(sheet.name)


def _check_size(data: bytes) -> None:
    """A few kilobytes of ZIP can unpack to gigabytes; the directory tells before anything is unpacked."""
    if not data.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise LeadFileError(FileFault.NOT_A_TABLE) from error
    if unpacked > _MOST_UNPACKED_BYTES:
        raise LeadFileError(FileFault.TOO_LARGE)
