"""Leads from a file: from bytes to leads and reasons, without a database.

    table = read_table(data, "expireds.csv")
    mapping = propose_mapping(table.header, islice(table.rows, 50))
    for row in parse_rows(table, mapping, today=today):
        row.lead or row.rejects

Nothing is lost: every filled cell is in `ParsedRow.raw`, and everything that was not taken over is a
`Reject` with its row, its column and a sentence.
"""

from .counts import ReportCounts, count_rows
from .dates import Ambiguous, DateFormat, DateOrder, infer_dates
from .errors import FileFault, LeadFileError
from .fields import Field
from .mapping import ColumnMapping, Concern, Mapping, Problem, header_signature, propose_mapping
from .rejects import Reason, Reject, rejects_csv, safe_cell, to_correct_csv
from .rows import parse_rows
from .sources import Source
from .survey import Survey, survey
from .table import Table, read_table
from .values import (
    Address,
    DedupeKeys,
    Flags,
    HoldReason,
    ListingFacts,
    ListingStatus,
    NewLead,
    NewPerson,
    NewPhone,
    ParsedRow,
    PhoneKind,
    Role,
)

__all__ = [
    "Address",
    "Ambiguous",
    "ColumnMapping",
    "Concern",
    "DateFormat",
    "DateOrder",
    "DedupeKeys",
    "Field",
    "FileFault",
    "Flags",
    "HoldReason",
    "LeadFileError",
    "ListingFacts",
    "ListingStatus",
    "Mapping",
    "NewLead",
    "NewPerson",
    "NewPhone",
    "ParsedRow",
    "PhoneKind",
    "Problem",
    "Reason",
    "Reject",
    "ReportCounts",
    "Role",
    "Source",
    "Survey",
    "Table",
    "count_rows",
    "header_signature",
    "infer_dates",
    "parse_rows",
    "propose_mapping",
    "read_table",
    "rejects_csv",
    "safe_cell",
    "survey",
    "to_correct_csv",
]
