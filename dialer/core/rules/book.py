"""All rules together, and the part of them that governs one set of states on one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dialer.core.rules import carriers, federal, real_estate, states
from dialer.core.rules.holiday import closed_days
from dialer.core.rules.hours import Hours, Span, meet
from dialer.core.rules.model import Channel, Parameter, Rule
from dialer.core.rules.tightness import is_readable, strictest

MEMO_LIMIT = 50_000


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules for one channel, one set of states and one local day."""

    rules: tuple[Rule, ...]
    unreadable: tuple[Rule, ...]
    """Rows that hold but whose value cannot be read: nothing may go out while there is one."""
    holidays: tuple[Rule, ...]
    """The rules that close this day as a holiday."""
    span: Span | None
    """What all states leave open on this day; None when nothing."""
    by_parameter: Mapping[Parameter, tuple[Rule, ...]]
    ids: tuple[str, ...]
    """Ids of the rules, for the compliance ledger."""

    def all(self, parameter: Parameter) -> tuple[Rule, ...]:
        return self.by_parameter.get(parameter, ())

    def strictest(self, parameter: Parameter) -> Rule | None:
        return strictest(self.all(parameter))

    def number(self, parameter: Parameter) -> int | None:
        """The strictest whole number; None where no rule sets one."""
        rule = self.strictest(parameter)
        return rule.value if rule is not None and isinstance(rule.value, int) else None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every row of every jurisdiction. What it answers is remembered, since a day asks the same thing very often."""

    rules: tuple[Rule, ...]
    _memo: dict[tuple[frozenset[str], Channel, date], InForce] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def for_states(self, states: frozenset[str], channel: Channel, on: date) -> InForce:
        """Federal rules and those of every plausible state; the strictest of each kind counts."""
        key = (states, channel, on)
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) >= MEMO_LIMIT:
                self._memo.clear()
            found = self._memo[key] = in_force(self.rules, states, channel, on)
        return found

    def past_review(self, today: date) -> tuple[Rule, ...]:
        """Rows that somebody should have looked at again by now."""
        return tuple(rule for rule in self.rules if rule.review_by < today)

    def unreadable(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if not is_readable(rule))


def in_force(rules: Iterable[Rule], states: frozenset[str], channel: Channel, on: date) -> InForce:
    """The rows that hold, sorted by parameter, and the day's opening that they leave."""
    places = states | {"US"}
    holding = tuple(
        rule for rule in rules if rule.jurisdiction in places and channel in rule.channels and rule.holds_on(on)
    )
    readable = tuple(rule for rule in holding if is_readable(rule))
    by_parameter: dict[Parameter, tuple[Rule, ...]] = {}
    for rule in readable:
        by_parameter[rule.parameter] = (*by_parameter.get(rule.parameter, ()), rule)
    holidays = tuple(
        rule
        for rule in by_parameter.get(Parameter.HOLIDAYS_CLOSED, ())
        if rule.value and on in closed_days(rule.jurisdiction, on.year)
    )
    return InForce(
        rules=holding,
        unreadable=tuple(rule for rule in holding if not is_readable(rule)),
        holidays=holidays,
        span=None if holidays else _span(by_parameter.get(Parameter.CALLING_HOURS, ()), on),
        by_parameter=by_parameter,
        ids=tuple(rule.id for rule in holding),
    )


def _span(hours: Iterable[Rule], on: date) -> Span | None:
    span: Span | None = (0, 24 * 60)
    for rule in hours:
        if isinstance(rule.value, Hours):
            span = meet(span, rule.value.days[on.weekday()])
    return span


@lru_cache(maxsize=1)
def standard_rules() -> RuleBook:
    """The rules as they are shipped."""
    return RuleBook(federal.RULES + real_estate.RULES + carriers.RULES + states.RULES)
