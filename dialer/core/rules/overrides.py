"""What an operator changes in the rules: tightening freely, loosening only with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dialer.core.rules.book import RuleBook, standard_rules
from dialer.core.rules.model import Channel, Confidence, Parameter, Rule, Value
from dialer.core.rules.tightness import is_no_looser, is_readable

NEVER = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One change: this parameter, in this jurisdiction, on these channels, has this value."""

    jurisdiction: str
    parameter: Parameter
    channels: frozenset[Channel]
    value: Value
    reason: str = ""
    by: str = ""
    """Who decided, as an account id; it goes to the audit log with the reason."""


class Effect(StrEnum):
    """What an override does to the shipped rules."""

    TIGHTENS = "tightens"
    """It forbids at least what the rules forbid."""
    LOOSENS = "loosens"
    """It allows something that the rules forbid, and says why."""
    REFUSED = "refused"
    """It would loosen without a reason, so the rules stay as they are."""


Overrides = tuple[Override, ...]


def effect_of(override: Override, book: RuleBook) -> Effect:
    """What the override would do; ask before storing it, and write LOOSENS to the audit log."""
    if all(is_no_looser(override.parameter, override.value, rule.value) for rule in _targets(override, book)):
        return Effect.TIGHTENS
    return Effect.LOOSENS if override.reason.strip() else Effect.REFUSED


def overridden(book: RuleBook, overrides: Iterable[Override]) -> RuleBook:
    """The book with the overrides in it, one after the other; refused ones change nothing."""
    for override in overrides:
        book = _apply(book, override)
    return book


@lru_cache(maxsize=64)
def rules_with(overrides: Overrides) -> RuleBook:
    """The shipped rules with these overrides, the same object for the same overrides."""
    return overridden(standard_rules(), overrides)


def _apply(book: RuleBook, override: Override) -> RuleBook:
    if effect_of(override, book) is Effect.REFUSED:
        return book
    targets = set(_targets(override, book))
    kept = tuple(part for rule in book.rules for part in _changed(rule, override, rule in targets))
    return RuleBook(kept if targets else (*kept, _new(override)))


def _targets(override: Override, book: RuleBook) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in book.rules
        if rule.jurisdiction == override.jurisdiction
        and rule.parameter is override.parameter
        and rule.channels & override.channels
    )


def _changed(rule: Rule, override: Override, is_target: bool) -> tuple[Rule, ...]:
    """The rule as it is, or cut in two where the override takes only some of its channels."""
    if not is_target:
        return (rule,)
    changed = replace(
        rule,
        id=f"{rule.id}+override",
        channels=rule.channels & override.channels,
        value=override.value,
        sentence=_sentence(override),
    )
    rest = rule.channels - override.channels
    return (replace(rule, channels=rest), changed) if rest else (changed,)


def _new(override: Override) -> Rule:
    return Rule(
        id=f"{override.jurisdiction}-{override.parameter.name.lower().replace('_', '-')}+override",
        jurisdiction=override.jurisdiction,
        channels=override.channels,
        parameter=override.parameter,
        value=override.value,
        citation="the operator's own rule",
        confidence=Confidence.HIGH,
        review_by=NEVER,
        sentence=_sentence(override),
    )


def _sentence(override: Override) -> str:
    why = f": {override.reason.strip()}" if override.reason.strip() else ""
    return f"The operator set {override.parameter.value} to {override.value}{why}."


def is_well_formed(override: Override) -> bool:
    """Whether the value can be read; an unreadable one stops every call it governs, so refuse it at the door."""
    return is_readable(_new(override))
