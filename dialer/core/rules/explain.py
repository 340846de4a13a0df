"""Which rules govern a number, as rows for people to read."""

from dataclasses import dataclass
from datetime import date

from dialer.core.rules.book import RuleBook
from dialer.core.rules.model import Channel, Parameter, Rule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of `relist rules NUMBER`."""

    rule_id: str
    jurisdiction: str
    channels: tuple[str, ...]
    parameter: str
    value: str
    citation: str
    confidence: str
    review_by: date
    past_review: bool
    decides: bool
    """Whether this row is the strictest of its kind, the one that a refusal would name."""
    sentence: str


def explain(book: RuleBook, states: frozenset[str], on: date) -> tuple[RuleRow, ...]:
    """Every rule in force for these states on any channel, federal first, then state by state."""
    by_channel = {channel: book.for_states(states, channel, on) for channel in Channel}
    found = {rule.id: rule for force in by_channel.values() for rule in force.rules}
    deciding = {
        rule.id
        for force in by_channel.values()
        for parameter in force.by_parameter
        if (rule := force.strictest(parameter)) is not None
    }
    ordered = sorted(found.values(), key=lambda rule: (rule.jurisdiction != "US", rule.jurisdiction, rule.id))
    return tuple(_row(rule, rule.id in deciding, on) for rule in ordered)


def _row(rule: Rule, decides: bool, on: date) -> RuleRow:
    return RuleRow(
        rule_id=rule.id,
        jurisdiction=rule.jurisdiction,
        channels=tuple(channel.value for channel in Channel if channel in rule.channels),
        parameter=rule.parameter.value,
        value=_value(rule),
        citation=rule.citation,
        confidence=rule.confidence.value,
        review_by=rule.review_by,
        past_review=rule.review_by < on,
        decides=decides,
        sentence=rule.sentence,
    )


def _value(rule: Rule) -> str:
    if rule.parameter is Parameter.ABANDON_CAP and isinstance(rule.value, float):
        return f"{rule.value:.1%}"
    if isinstance(rule.value, bool):
        return "yes" if rule.value else "no"
    if isinstance(rule.value, tuple):
        return ", ".join(rule.value)
    return f"{rule.value} {rule.unit}".strip()
