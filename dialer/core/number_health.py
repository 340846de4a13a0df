"""How one of our own numbers fares with the people who see it: by what they do, not by what a service says of it.

Carriers' labels cannot be read where the call is shown, so we look at what a label does: fewer answers than with our
other numbers, people who hang up within seconds, and people who say that their phone showed us as spam.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from telephony.words import Word

LOOK_BACK = timedelta(days=7)
"""What the figures count."""

ENOUGH_DIALS = 60
"""Fewer dials say nothing about a number."""

ENOUGH_PEOPLE = 15
"""Fewer answers by people say nothing about how soon they hang up."""

SHORT = timedelta(seconds=6)
"""Whoever hangs up within this has heard a greeting and no more."""

REST = timedelta(days=5)
"""How long a number that fares badly is not shown; then it begins anew with a warm-up."""

FIRST_DAY = 20
"""Dials of a new number on its first day; each further day allows twice as many, up to its own limit."""

WATCHED_RATE, RESTING_RATE = 0.6, 0.4
"""Of the answer rate of our other numbers: below this it is watched, or rests."""

WATCHED_SHORT, RESTING_SHORT = 0.4, 0.6
WATCHED_SPAM, RESTING_SPAM = 1, 3


class State(Word):
    """How a number fares; the better ones are shown first."""

    healthy = "healthy", "Answered as often as our other numbers."
    fresh = "fresh", "Too few calls yet to tell."
    watched = "watched", "Something is off; numbers that fare better are shown first."
    resting = "resting", "Not shown for some days, so that it recovers."


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened to the calls that showed a number."""

    dials: int = 0
    answered: int = 0
    people: int = 0
    short: int = 0
    """People who hung up within `SHORT`."""
    spam: int = 0
    """Calls that were shown as spam: an agent was told so, or the network blocked the call as such."""

    @property
    def answer_rate(self) -> float | None:
        return self.answered / self.dials if self.dials else None


@dataclass(frozen=True, slots=True)
class Health:
    """The state and every reason for it, in words."""

    state: State
    reasons: tuple[str, ...]


def judge(mine: Figures, others: Figures) -> Health:
    """How a number fares beside all our other numbers together.

    >>> judge(Figures(dials=100, answered=10), Figures(dials=400, answered=120)).state
    <State.resting: 'resting'>
    """
    signs = (_by_spam(mine), _by_answers(mine, others), _by_short(mine))
    found = [sign for sign in signs if sign is not None]
    if found:
        worst = State.resting if any(state is State.resting for state, _ in found) else State.watched
        return Health(worst, tuple(sentence for _, sentence in found))
    if mine.dials < ENOUGH_DIALS:
        return Health(State.fresh, (f"{mine.dials} of {ENOUGH_DIALS} dials in 7 days; fewer tell nothing.",))
    return Health(State.healthy, (State.healthy.sentence,))


def dials_allowed(daily_limit: int, warm_from: date | None, today: date) -> int:
    """How often a number may be shown today: in its first days less often, since a sudden burst of calls is what
    carriers take for spam.

    >>> [dials_allowed(100, date(2026, 3, 10), date(2026, 3, day)) for day in (10, 11, 12, 13)]
    [20, 40, 80, 100]
    """
    if warm_from is None or today < warm_from:
        return daily_limit
    # Twice as many each day passes any limit within two weeks.
    days = min((today - warm_from).days, 14)
    return min(daily_limit, FIRST_DAY << days)


def _by_spam(mine: Figures) -> tuple[State, str] | None:
    if mine.spam < WATCHED_SPAM:
        return None
    state = State.resting if mine.spam >= RESTING_SPAM else State.watched
    return state, f"Shown as spam on {mine.spam} call{'s' if mine.spam > 1 else ''} in 7 days."


def _by_answers(mine: Figures, others: Figures) -> tuple[State, str] | None:
    rate, usual = mine.answer_rate, others.answer_rate
    if mine.dials < ENOUGH_DIALS or others.dials < ENOUGH_DIALS or not usual or rate is None:
        return None
    if rate >= usual * WATCHED_RATE:
        return None
    state = State.resting if rate < usual * RESTING_RATE else State.watched
    return state, f"{rate:.0%} of its calls are answered; of those of our other numbers {usual:.0%}."


def _by_short(mine: Figures) -> tuple[State, str] | None:
    if mine.people < ENOUGH_PEOPLE:
        return None
    share = mine.short / mine.people
    if share < WATCHED_SHORT:
        return None
    state = State.resting if share >= RESTING_SHORT else State.watched
    return state, f"{share:.0%} of the people who answer hang up within {SHORT.total_seconds():.0f} seconds."
