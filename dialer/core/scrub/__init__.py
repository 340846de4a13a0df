"""Files of numbers that must not be called: read as streams, kept as bitmaps, refused where they are unclear."""

from dialer.core.scrub.bitmap import AREA_BYTES, ROOM, Bits, areas_of, clear, is_set, mark, mark_blocks
from dialer.core.scrub.blocks import read_blocks
from dialer.core.scrub.changes import Change, apply_changes, read_changes
from dialer.core.scrub.lines import FileError, whole_lines
from dialer.core.scrub.numbers import read_numbers
from dialer.core.scrub.records import Answer, InternalEntry, ReassignedAnswer, read_internal, read_reassigned

__all__ = [
    "AREA_BYTES",
    "ROOM",
    "Answer",
    "Bits",
    "Change",
    "FileError",
    "InternalEntry",
    "ReassignedAnswer",
    "apply_changes",
    "areas_of",
    "clear",
    "is_set",
    "mark",
    "mark_blocks",
    "read_blocks",
    "read_changes",
    "read_internal",
    "read_numbers",
    "read_reassigned",
    "whole_lines",
]
