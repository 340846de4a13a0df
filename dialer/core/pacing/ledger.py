"""When the law's account of abandoned calls forbids another chance of abandoning somebody.

The rule is measured per campaign over its whole length when that is under 30 days, else over each successive 30 days
(16 CFR 310.4(b)(4)(i), 47 CFR 64.1200(a)(7)). Read call by call it would forbid a campaign's first 33 answered calls
any second line, because one abandoned call among fewer is over 3 %. So a block opens with a small credit: until
`opening_answers` people have answered, the ledger counts as if that many had. With 100 that is at most three abandoned
calls; once they are spent, each agent gets one line at a time until enough people have answered to cover them.
Setting `opening_answers` to 0 takes the rule call by call from the first one on.
"""

from __future__ import annotations

from math import ceil

from dialer.core.pacing.values import Ledger, Pace


def stopped(ledger: Ledger, pace: Pace, at_stake: int = 1) -> bool:
    """True where `at_stake` more people, were they all abandoned, would pass the hard stop."""
    answered = max(ledger.answered + at_stake, pace.opening_answers)
    return ledger.abandoned + at_stake > pace.hard_stop * answered + 1e-9


def room(ledger: Ledger, pace: Pace) -> float:
    """How many more people might be abandoned before the hard stop, in fractions of a person; never negative."""
    answered = max(ledger.answered + 1, pace.opening_answers)
    return max(0.0, pace.hard_stop * answered - ledger.abandoned)


def answers_until_free(ledger: Ledger, pace: Pace) -> int:
    """How many more people must be answered by an agent before the hard stop lifts; 0 when it is not in force."""
    if not stopped(ledger, pace):
        return 0
    return max(0, ceil((ledger.abandoned + 1) / pace.hard_stop - 1e-9) - 1 - ledger.answered)
