"""The rules of law as dated data, and how to ask them. Not legal advice: counsel signs off before real calls."""

from dialer.core.rules.book import InForce, RuleBook, standard_rules
from dialer.core.rules.explain import RuleRow, explain
from dialer.core.rules.hours import Hours, hours
from dialer.core.rules.model import (
    Channel,
    Condition,
    Confidence,
    ConsentKind,
    Gate,
    Parameter,
    Rule,
    Value,
)
from dialer.core.rules.overrides import (
    Effect,
    Override,
    Overrides,
    effect_of,
    is_well_formed,
    overridden,
    rules_with,
)
from dialer.core.rules.tightness import value_from_json, value_to_json

__all__ = [
    "Channel",
    "Condition",
    "Confidence",
    "ConsentKind",
    "Effect",
    "Gate",
    "Hours",
    "InForce",
    "Override",
    "Overrides",
    "Parameter",
    "Rule",
    "RuleBook",
    "RuleRow",
    "Value",
    "effect_of",
    "explain",
    "hours",
    "is_well_formed",
    "overridden",
    "rules_with",
    "standard_rules",
    "value_from_json",
    "value_to_json",
]
