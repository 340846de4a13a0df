"""Proof for a regulator: a ledger of every dial and text that nobody can rewrite, and its exports."""

from dialer.proof.export import Period, rows, write_csv
from dialer.proof.files import export_to
from dialer.proof.pages import pdf, state_of
from dialer.proof.record import record_attempts, record_missing, record_texts, verify

__all__ = [
    "Period",
    "export_to",
    "pdf",
    "record_attempts",
    "record_missing",
    "record_texts",
    "rows",
    "state_of",
    "verify",
    "write_csv",
]
