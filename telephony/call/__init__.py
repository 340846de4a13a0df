"""The call: values, the table of its moves, and `advance`, which runs the table."""

from telephony.call.machine import advance
from telephony.call.table import IGNORED, TABLE
from telephony.call.values import (
    Call,
    CallState,
    Fact,
    Milestones,
    OnMachine,
    Recordings,
    Step,
    plan_call,
)

__all__ = [
    "IGNORED",
    "TABLE",
    "Call",
    "CallState",
    "Fact",
    "Milestones",
    "OnMachine",
    "Recordings",
    "Step",
    "advance",
    "plan_call",
]
