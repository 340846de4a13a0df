"""Why a whole file cannot be read. A single bad row or cell is not an error: it is a `Reject`."""

from .worded import Worded


class FileFault(Worded):
    """What is wrong with the file, with what to do about it."""

    EMPTY = "empty", "The file is empty. Export it again and check that it has rows."
    NO_HEADER = (
        "no_header",
        "The first row does not look like column names. Add a row with names such as Address, City, Phone.",
    )
    NOT_A_TABLE = "not_a_table", "This is not a table. Save it as CSV or XLSX and upload that file."
    PROTECTED = (
        "protected",
        "The workbook is protected by a password. Open it, save it without a password and upload that file.",
    )
    TOO_WIDE = "too_wide", "The file has more columns than can be read. Delete the ones you do not need."
    TOO_LARGE = "too_large", "The workbook unpacks to more than can be read. Split it or save it as CSV."
    BROKEN_ROW = (
        "broken_row",
        "A row cannot be read, often because a quotation mark is opened and never closed. Correct it there.",
    )
    BAD_MAPPING = "bad_mapping", "The column mapping does not fit this file. Choose the fields again."


class LeadFileError(Exception):
    """The file or its mapping cannot be used; nothing was read from it. Trying again does not help.

    `fault` says what kind of problem it is; `detail` where it is, never with personal data in it.
    """

    def __init__(self, fault: FileFault, detail: str = "") -> None:
        super().__init__(f"{fault.sentence} ({detail})" if detail else fault.sentence)
        self.fault = fault
        self.detail = detail
