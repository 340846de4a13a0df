"""What a text says, how many segments it costs, what a reply means, and where a message stands."""

from dialer.core.texts.delivery import MessageState, advance_message, is_final
from dialer.core.texts.fields import (
    FIELDS,
    MissingFields,
    Rendered,
    UnknownFields,
    field_names,
    render,
    unknown_fields,
)
from dialer.core.texts.replies import ReplyKind, classify_reply
from dialer.core.texts.segments import Encoding, Segments, segments

__all__ = [
    "FIELDS",
    "Encoding",
    "MessageState",
    "MissingFields",
    "Rendered",
    "ReplyKind",
    "Segments",
    "UnknownFields",
    "advance_message",
    "classify_reply",
    "field_names",
    "is_final",
    "render",
    "segments",
    "unknown_fields",
]
