"""Bytes become a table, or an error that says what to do."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from dialer.core.leadfile import FileFault, LeadFileError, Table, read_table

TEXT = "Name,City,Phone\nZoë,Reno,775-555-0101\n"


def rows(table: Table) -> list[tuple[str, ...]]:
    return list(table.rows)


def workbook(*rows_: list[object], above: int = 0) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Leads")
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    for at, cells in enumerate(rows_, start=above):
        for column, cell in enumerate(cells):
            if isinstance(cell, (date, datetime)):
                sheet.write_datetime(at, column, cell, day)
            else:
                sheet.write(at, column, cell)
    book.close()
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_in_any_usual_encoding(encoding: str) -> None:
    table = read_table(TEXT.encode(encoding), "leads.csv")
    assert table.header == ("Name", "City", "Phone")
    assert rows(table) == [("Zoë", "Reno", "775-555-0101")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_with_any_usual_delimiter(delimiter: str) -> None:
    lines = ["Name|City|Remarks", 'Lee, Ann|Reno|"a;b,c"', "Poe|Elko|x, y; z"]
    quoted = "\n".join(delimiter.join(f'"{cell.strip(chr(34))}"' for cell in line.split("|")) for line in lines)
    table = read_table(quoted.encode(), "leads.csv")
    assert table.delimiter == delimiter
    assert rows(table)[0] == ("Lee, Ann", "Reno", "a;b,c")


def test_delimiters_inside_a_few_cells_do_not_mislead() -> None:
    table = read_table(b"Name,City\nAnn,a;b;c;d;e\nBob,Elko|x|y\n", "leads.csv")
    assert (table.delimiter, table.header) == (",", ("Name", "City"))


def test_rows_can_be_read_again_and_keep_their_numbers() -> None:
    table = read_table(b"\nExpired listings\nName,City\n\nAnn,Reno\n", "leads.csv")
    assert table.header == ("Name", "City")
    assert rows(table) == rows(table)
    assert rows(table)[5 - table.first_row] == ("Ann", "Reno")


def test_excels_own_separator_line_is_obeyed() -> None:
    table = read_table(b"sep=;\r\nName;City\r\nLee, Ann;Reno\r\n", "leads.csv")
    assert (table.delimiter, table.header, table.first_row) == (";", ("Name", "City"), 3)
    assert rows(table) == [("Lee, Ann", "Reno")]


def test_a_workbook_gives_text_as_a_person_would_type_it() -> None:
    data = workbook(
        ["Name", "Zip", "Price", "List Date", "Relisted", "Phone"],
        ["Ann", 34711.0, 1.5, datetime(2026, 11, 1), True, 2175550123],  # noqa: DTZ001 (workbooks have no zones)
    )
    table = read_table(data, "leads.xlsx")
    assert (table.sheet, table.encoding, table.delimiter) == ("Leads", None, None)
    assert rows(table) == [("Ann", "34711", "1.5", "2026-11-01", "TRUE", "2175550123")]


def test_a_workbooks_row_numbers_count_the_blank_rows_above() -> None:
    table = read_table(workbook(["Name", "City"], ["Ann", "Reno"], above=3), "leads.xlsx")
    assert (table.first_row, rows(table)) == (5, [("Ann", "Reno")])


def archive(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return file.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b" \r\n\r\n", FileFault.EMPTY),
        (b",,,\n,,,\n", FileFault.EMPTY),
        (b"Ann,217-555-0101,62704\nBob,217-555-0102,62704\n", FileFault.NO_HEADER),
        (b"1,2,3\n4,5,6\n", FileFault.NO_HEADER),
        (b"ann@example.com,Ann\n", FileFault.NO_HEADER),
        (b"%PDF-1.7 not a table", FileFault.NOT_A_TABLE),
        (b"<html><table><tr><td>Name</td></tr></table>", FileFault.NOT_A_TABLE),
        (bytes(range(32)) * 40, FileFault.NOT_A_TABLE),
        (b"\xef\xbb\xbfName\n\xff\xfe\xff", FileFault.NOT_A_TABLE),
        (b"PK\x03\x04 and nothing more", FileFault.NOT_A_TABLE),
        (archive("letter.txt", b"hello"), FileFault.NOT_A_TABLE),
        (OLE + "EncryptedPackage".encode("utf-16-le"), FileFault.PROTECTED),
        (OLE, FileFault.NOT_A_TABLE),
        (workbook(["Name", "City"]), FileFault.EMPTY),
        (",".join(f"Field {n}" for n in range(513)).encode() + b"\n1\n", FileFault.TOO_WIDE),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, fault: FileFault) -> None:
    with pytest.raises(LeadFileError) as raised:
        read_table(data, "leads.csv")
    assert raised.value.fault is fault
    assert fault.sentence in str(raised.value)


def test_a_workbook_that_would_unpack_to_gigabytes_is_not_unpacked() -> None:
    small = archive("xl/sheet.xml", b" ")
    # The size that the directory declares, at its place in the central directory (APPNOTE.TXT, 4.3.12).
    at = small.index(b"PK\x01\x02") + 24
    lying = small[:at] + (2_000_000_000).to_bytes(4, "little") + small[at + 4 :]
    with pytest.raises(LeadFileError) as raised:
        read_table(lying, "leads.xlsx")
    assert raised.value.fault is FileFault.TOO_LARGE


@pytest.mark.parametrize(
    "damage",
    [
        'Ann,"Reno\nBob,Elko,217-555-0101\nEve,Ely,217-555-0102\n',
        f"Ann,{'x' * 140_000},1\n",
    ],
)
def test_a_damaged_row_is_named_and_not_swallowed(damage: str) -> None:
    above = "".join(f"Ann,Reno,217-555-01{n:02}\n" for n in range(30))
    table = read_table(("Name,City,Phone\n" + above + damage).encode(), "leads.csv")
    with pytest.raises(LeadFileError, match="row 32") as raised:
        rows(table)
    assert raised.value.fault is FileFault.BROKEN_ROW
