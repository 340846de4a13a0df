"""How many lines to open now, and why not more."""

from dialer.core.learning import Learned
from dialer.core.pacing.decide import allowances, lines_to_open
from dialer.core.pacing.explain import Explanation, explain
from dialer.core.pacing.ledger import answers_until_free, stopped
from dialer.core.pacing.reach import Reach
from dialer.core.pacing.values import (
    AgentOnFloor,
    AgentState,
    Allowance,
    DialPlan,
    Floor,
    Ledger,
    Limit,
    Limits,
    Pace,
    PaceMode,
    PacingError,
    RingingLine,
)
from dialer.core.pacing.whatif import Expected, Team, what_if

__all__ = [
    "AgentOnFloor",
    "AgentState",
    "Allowance",
    "DialPlan",
    "Expected",
    "Explanation",
    "Floor",
    "Learned",
    "Ledger",
    "Limit",
    "Limits",
    "Pace",
    "PaceMode",
    "PacingError",
    "Reach",
    "RingingLine",
    "Team",
    "allowances",
    "answers_until_free",
    "explain",
    "lines_to_open",
    "stopped",
    "what_if",
]
