"""Short ways to write the rows of the jurisdiction files, so that those read like the table of laws they are."""

from datetime import date

from dialer.core.rules.hours import Hours
from dialer.core.rules.model import Channel, Condition, Confidence, ConsentKind, Gate, Parameter, Rule, Value

H, M, U = Confidence.HIGH, Confidence.MEDIUM, Confidence.UNVERIFIED

CALLS = frozenset({Channel.VOICE, Channel.TEXT, Channel.RECORDED})
"""Texts count as calls (P12) and a recording is a call."""
VOICE = frozenset({Channel.VOICE, Channel.RECORDED})
TEXT = frozenset({Channel.TEXT})
RECORDED = frozenset({Channel.RECORDED})
EVERY = frozenset(Channel)

# The less sure a row is, the sooner somebody has to look again.
REVIEW_BY = {H: date(2027, 5, 31), M: date(2027, 2, 28), U: date(2027, 1, 31)}

BY_CONSENT = frozenset({ConsentKind.WRITTEN})
BY_RELATIONSHIP = frozenset({ConsentKind.WRITTEN, ConsentKind.EBR, ConsentKind.INQUIRY})


def row(
    id_: str,
    parameter: Parameter,
    value: Value,
    citation: str,
    confidence: Confidence,
    sentence: str,
    *,
    on: frozenset[Channel] = CALLS,
    exempt_if: frozenset[ConsentKind] = frozenset(),
    applies_if: Condition = Condition.ALWAYS,
    since: date | None = None,
    until: date | None = None,
    review_by: date | None = None,
) -> Rule:
    """One rule; the jurisdiction is the id up to its first dash, the review date follows the confidence."""
    return Rule(
        id=id_,
        jurisdiction=id_.partition("-")[0],
        channels=on,
        parameter=parameter,
        value=value,
        citation=citation,
        confidence=confidence,
        review_by=review_by or REVIEW_BY[confidence],
        sentence=sentence,
        effective_from=since,
        effective_to=until,
        applies_if=applies_if,
        exempt_if=exempt_if,
    )


def window(
    state: str, week: Hours, citation: str, confidence: Confidence, *, note: str = "", on: frozenset[Channel] = CALLS
) -> Rule:
    name = "recorded-hours" if on == RECORDED else "hours"
    sentence = f"{state} allows solicitation {week}, local time."
    return row(
        f"{state}-{name}", Parameter.CALLING_HOURS, week, citation, confidence, f"{sentence} {note}".strip(), on=on
    )


def no_holidays(state: str, citation: str, confidence: Confidence, note: str = "") -> Rule:
    sentence = f"{state} closes solicitation on its legal holidays."
    return row(f"{state}-holidays", Parameter.HOLIDAYS_CLOSED, True, citation, confidence, f"{sentence} {note}".strip())


def cap(state: str, count: int, citation: str, confidence: Confidence, since: date | None = None) -> Rule:
    sentence = f"{state} allows {count} solicitations per person in any 24 hours, texts counted with calls."
    return row(f"{state}-cap", Parameter.ROLLING_CAP, count, citation, confidence, sentence, since=since)


def gate(
    state: str,
    kind: Gate,
    citation: str,
    confidence: Confidence,
    sentence: str,
    *,
    since: date | None = None,
    exempt_if: frozenset[ConsentKind] = BY_CONSENT,
    applies_if: Condition = Condition.ALWAYS,
) -> Rule:
    return row(
        f"{state}-gate",
        Parameter.CONSENT_GATE,
        kind,
        citation,
        confidence,
        sentence,
        since=since,
        exempt_if=exempt_if,
        applies_if=applies_if,
    )


def state_list(state: str, note: str = "") -> Rule:
    sentence = f"{state} keeps its own do-not-call list beside the national one."
    return row(
        f"{state}-list",
        Parameter.DNC_LIST,
        state,
        "state list; two compliance surveys agree (wipfli, compliancepoint)",
        H,
        f"{sentence} {note}".strip(),
        exempt_if=BY_RELATIONSHIP,
    )


def recording(state: str, note: str = "") -> Rule:
    sentence = f"{state} wants everyone on a call to know that it is recorded."
    return row(
        f"{state}-recording",
        Parameter.RECORDING_NOTICE,
        True,
        "recording guides (recordphonecall, metaverse.law)",
        H,
        f"{sentence} {note}".strip(),
        on=VOICE,
    )


def emergency(state: str, citation: str, exempt_if: frozenset[ConsentKind] = frozenset()) -> Rule:
    sentence = f"{state} bans solicitation while an emergency is declared."
    return row(f"{state}-emergency", Parameter.EMERGENCY_BAN, True, citation, H, sentence, exempt_if=exempt_if)


def duty(
    id_: str,
    citation: str,
    confidence: Confidence,
    sentence: str,
    *,
    on: frozenset[Channel] = CALLS,
    since: date | None = None,
    review_by: date | None = None,
) -> Rule:
    return row(id_, Parameter.DUTY, True, citation, confidence, sentence, on=on, since=since, review_by=review_by)


def seconds(id_: str, parameter: Parameter, value: int, citation: str, confidence: Confidence, sentence: str) -> Rule:
    return row(id_, parameter, value, citation, confidence, sentence, on=VOICE)
