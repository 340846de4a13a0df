"""A file becomes leads: looked at first, corrected, imported in the background, reported, and undone if wanted."""

from dialer.imports.file import correct, create, describe, describe_all, rejects_csv, start, to_correct
from dialer.imports.run import run_import
from dialer.imports.undo import undo

__all__ = ["correct", "create", "describe", "describe_all", "rejects_csv", "run_import", "start", "to_correct", "undo"]
