"""Where a message stands. Reports come late, twice and out of order; the state only ever climbs."""

from enum import StrEnum


class MessageState(StrEnum):
    """The life of a text that goes out."""

    PLANNED = "planned"
    """Written, not yet handed to anybody."""
    QUEUED = "queued"
    """The carrier has it."""
    SENT = "sent"
    """The carrier passed it on."""
    UNDELIVERED = "undelivered"
    """The network gave it up after it was sent."""
    FAILED = "failed"
    """It was never sent."""
    DELIVERED = "delivered"
    """The phone has it; a receipt beats every other report."""


RANK = {state: rank for rank, state in enumerate(MessageState)}
FINAL = frozenset({MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.FAILED})


def advance_message(state: MessageState, report: MessageState) -> MessageState:
    """The higher of the two, so that any order and repetition of the same reports ends in the same state."""
    return max(state, report, key=RANK.__getitem__)


def is_final(state: MessageState) -> bool:
    """Whether no further report is needed; a delivery receipt may still correct a failure."""
    return state in FINAL
