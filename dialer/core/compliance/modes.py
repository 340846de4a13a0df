"""The ways of dialing, and which of them a consent gate leaves open."""

from enum import StrEnum
from typing import assert_never

from dialer.core.rules import Gate


class DialMode(StrEnum):
    """Who selects the record and who dials it."""

    PREVIEW = "preview"
    """The system shows the next record, the agent dials it or a timer does."""
    CLICK = "click"
    """The agent picks the record and clicks to dial it; one line, no advance by itself."""
    POWER = "power"
    """The system dials a fixed number of lines per free agent."""
    PROGRESSIVE = "progressive"
    """The system dials one line per free agent."""
    PREDICTIVE = "predictive"
    """The system dials ahead of free agents."""


def modes_open(gate: Gate) -> frozenset[DialMode]:
    """The modes that need no consent under a gate.

    Whether a click really takes a list dialer out of the statutes of Florida, Maryland and Oklahoma is untested, so
    all three get the strictest form: picked and clicked. Preview selects, and its timer may dial.
    """
    match gate:
        case Gate.NONE:
            return frozenset(DialMode)
        case Gate.SELECT_AND_DIAL | Gate.SELECT_OR_DIAL:
            return frozenset({DialMode.CLICK})
        case Gate.ANY:
            return frozenset()
        case _:
            assert_never(gate)
