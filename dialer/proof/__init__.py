"""Proof for a regulator: a ledger of every dial and text that nobody can rewrite, and its exports.

Every process keeps the ledger, but only who prints it imports `files` and `pages`: the library that makes PDFs takes as
long to load as a sixth of the rest.
"""

from dialer.proof.export import Period, rows, write_csv
from dialer.proof.record import record_attempts, record_missing, record_texts, verify

__all__ = [
    "Period",
    "record_attempts",
    "record_missing",
    "record_texts",
    "rows",
    "verify",
    "write_csv",
]
