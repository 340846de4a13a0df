"""The call: values, the table of its moves, and `advance`, which runs the table."""

from telephony.call.machine import advance
from telephony.call.table import IGNORED, TABLE
from telephony.call.values import (
    TAKE_MESSAGE,
    Call,
    CallState,
    Fact,
    Milestones,
    OnMachine,
    Recordings,
    Step,
    arrived_call,
    plan_call,
)

__all__ = [
    "IGNORED",
    "TABLE",
    "TAKE_MESSAGE",
    "Call",
    "CallState",
    "Fact",
    "Milestones",
    "OnMachine",
    "Recordings",
    "Step",
    "advance",
    "arrived_call",
    "plan_call",
]
