"""Text files: which encoding, which delimiter, and their rows.

UTF-8 proves itself: other encodings hardly ever decode as UTF-8 by accident. CP1252 comes next because
Excel on Windows writes it; only what is neither is left to a guess.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from .aliases import is_known_header
from .errors import FileFault, LeadFileError

DELIMITERS = (",", ";", "\t", "|")
HEADER_SEARCH_ROWS = 10  # MLS exports put a title and a date above the column names.
_SAMPLE_BYTES = 64 * 1024
_CHUNK_BYTES = 1024 * 1024
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
# Kinds of files that are sent by mistake, by how they begin.
_STRANGERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|head|body|meta)\b", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a delimited file, read anew by each iteration."""

    data: bytes
    encoding: str
    delimiter: str

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        text = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        sep = _SEP_LINE.fullmatch(text.readline())
        if not sep:
            text.seek(0)
        reader = csv.reader(text, delimiter=self.delimiter)
        width, number, row = 0, 0, []
        nul = b"\0" in self.data
        try:
            # Excel's own `sep=;` line is counted, so that row numbers stay those of the file.
            if sep:
                number += 1
                yield ()
            for row in reader:
                number += 1
                width = max(width, len(row))
                # PostgreSQL cannot store NUL in text or JSON; it is the one character that is dropped.
                yield tuple(cell.replace("\0", "") for cell in row) if nul else tuple(row)
        except csv.Error as error:
            raise LeadFileError(FileFault.BROKEN_ROW, f"row {number + 1}") from error
        if _swallowed_the_rest(row, width, self.delimiter):
            raise LeadFileError(FileFault.BROKEN_ROW, f"row {number}")


def read(data: bytes) -> TextRows:
    """Rows of a text file. Raises LeadFileError for what is no text."""
    if data.startswith(_STRANGERS) or _MARKUP.match(data):
        raise LeadFileError(FileFault.NOT_A_TABLE)
    encoding = encoding_of(data)
    sample = data[:_SAMPLE_BYTES].decode(encoding, "ignore")
    if _is_junk(sample):
        raise LeadFileError(FileFault.NOT_A_TABLE)
    return TextRows(data, encoding, delimiter_of(sample))


def encoding_of(data: bytes) -> str:
    """The Python name of an encoding that decodes all of `data`."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data, encoding)
    if (wide := _wide_without_bom(data)) and _decodes(data, wide):
        return wide
    for encoding in ("utf-8", "cp1252"):
        if _decodes(data, encoding):
            return encoding
    guess = from_bytes(data[:_SAMPLE_BYTES]).best()
    return _checked(data, guess.encoding if guess else "latin-1")


def delimiter_of(sample: str) -> str:
    """The delimiter under which the top reads most like column names.

    Where that does not tell, the one under which the most rows have the same number of cells.
    """
    sep = _SEP_LINE.match(sample)
    if sep and sep.group(1) in DELIMITERS:
        return sep.group(1)
    # The last line of a sample is usually cut off in its middle.
    lines = list(io.StringIO(sample, newline=""))
    lines = lines[:-1] if len(lines) > 1 and len(sample) > _SAMPLE_BYTES // 2 else lines
    return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: list[str], delimiter: str) -> tuple[int, float, int]:
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0.0, 0
    known = max((sum(map(is_known_header, row)) for row in rows[:HEADER_SEARCH_ROWS]), default=0)
    widths = Counter(map(len, rows))
    width, same = max(widths.items(), key=lambda item: item[1], default=(1, 0))
    # A tenth is the measure, so that a few ragged rows do not decide against the true delimiter.
    return (known, round(same / len(rows), 1), width) if width > 1 else (known, 0.0, 0)


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _CHUNK_BYTES):
            decoder.decode(data[start : start + _CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _checked(data: bytes, encoding: str) -> str:
    if not _decodes(data, encoding):
        raise LeadFileError(FileFault.NOT_A_TABLE, f"it begins as {encoding} and does not go on as {encoding}")
    return encoding


def _wide_without_bom(data: bytes) -> str | None:
    """UTF-16 of western text has a zero in nearly every second byte."""
    sample = data[:2000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.8:
        return "utf-16-le"
    if half and sample[0::2].count(0) > half * 0.8:
        return "utf-16-be"
    return None


def _is_junk(sample: str) -> bool:
    odd = sum(1 for char in sample if (char < " " and char not in "\t\r\n\0") or "\x7f" <= char <= "\x9f")
    # A few control characters occur in real remarks; small files must not be judged by two or three.
    return sample.count("\0") > len(sample) // 50 or odd > max(8, len(sample) // 20)


def _swallowed_the_rest(row: list[str], width: int, delimiter: str) -> bool:
    """Whether the last row is short and ends in a cell of many lines: a quote that was never closed."""
    return len(row) < width and bool(row) and "\n" in row[-1] and delimiter in row[-1]
