"""Which of two values is stricter, and whether a value can be read at all."""

from collections.abc import Iterable

from dialer.core.rules.hours import Hours, hours_from, hours_to
from dialer.core.rules.model import Gate, Parameter, Rule, Value

KIND: dict[Parameter, type] = {
    Parameter.CALLING_HOURS: Hours,
    Parameter.CONSENT_GATE: Gate,
    Parameter.DNC_LIST: str,
    Parameter.ABANDON_CAP: float,
    Parameter.OPT_OUT_WORDS: tuple,
    Parameter.OPT_IN_WORDS: tuple,
    Parameter.HELP_WORDS: tuple,
    Parameter.LISTING_STATUS: tuple,
    Parameter.HOLIDAYS_CLOSED: bool,
    Parameter.EMERGENCY_BAN: bool,
    Parameter.RECORDED_CONSENT: bool,
    Parameter.RECORDING_NOTICE: bool,
    Parameter.DUTY: bool,
}
"""Every other parameter is a whole number."""

HIGHER_IS_STRICTER = frozenset(
    {
        Parameter.RING_SECONDS,
        Parameter.REFUSAL_REST_DAYS,
        Parameter.RECORD_YEARS,
        Parameter.OPT_OUT_YEARS,
    }
)

GATES = tuple(Gate)
"""Mildest first."""


def kind_of(parameter: Parameter) -> type:
    return KIND.get(parameter, int)


def is_readable(rule: Rule) -> bool:
    """Whether the value has the type and range that its parameter needs; a flag is no number."""
    value = rule.value
    if type(value) is not kind_of(rule.parameter) or not rule.citation or not rule.channels:
        return False
    if rule.effective_from and rule.effective_to and rule.effective_to < rule.effective_from:
        return False
    return bool(value) if isinstance(value, str | tuple) else not (isinstance(value, int | float) and value < 0)


def is_no_looser(parameter: Parameter, new: Value, old: Value) -> bool:
    """Whether replacing `old` by `new` forbids at least as much; False where the two cannot be compared."""
    match new, old:
        case Hours(), Hours():
            return new.inside(old)
        case Gate(), Gate():
            return GATES.index(new) >= GATES.index(old)
        case bool(), bool():
            return new or not old
        case ((int() | float()), (int() | float())):
            return new >= old if parameter in HIGHER_IS_STRICTER else new <= old
        case tuple(), tuple():
            wider, narrower = (old, new) if parameter is Parameter.LISTING_STATUS else (new, old)
            return set(narrower) <= set(wider)
        case _:
            return new == old


def strictest(rules: Iterable[Rule]) -> Rule | None:
    """The rule with the strictest value of one parameter; the first of equals."""
    best: Rule | None = None
    for rule in rules:
        if best is None or not is_no_looser(rule.parameter, best.value, rule.value):
            best = rule
    return best


def value_to_json(value: Value) -> object:
    """A form that JSON can hold; `value_from_json` reads it back."""
    if isinstance(value, Hours):
        return hours_to(value)
    return list(value) if isinstance(value, tuple) else value


def value_from_json(parameter: Parameter, raw: object) -> Value:
    """The value an operator stored; ValueError says what is wrong with it."""
    kind = kind_of(parameter)
    match raw:
        case dict() if kind is Hours:
            return hours_from(raw)
        case str() if kind is Gate:
            return Gate(raw)
        case list() if kind is tuple:
            return tuple(str(item) for item in raw)
        case bool() | int() | float() | str() if type(raw) is kind:
            return raw
    raise ValueError(f"{parameter.value} needs a value of the form {kind.__name__.lower()}")
