"""Strictest wins, overrides, and rows for people."""

from dataclasses import replace
from datetime import date

import pytest

from dialer.core.rules import (
    Channel,
    Effect,
    Gate,
    Override,
    Parameter,
    RuleBook,
    effect_of,
    explain,
    hours,
    is_well_formed,
    overridden,
    rules_with,
    standard_rules,
    value_from_json,
    value_to_json,
)

TODAY = date(2026, 11, 20)
BOOK = standard_rules()
VOICE = frozenset({Channel.VOICE})


def override(value, parameter=Parameter.CALLING_HOURS, jurisdiction="KY", reason="", channels=VOICE) -> Override:
    return Override(
        jurisdiction=jurisdiction, parameter=parameter, channels=channels, value=value, reason=reason, by="1"
    )


def span(book: RuleBook, *states: str, channel: Channel = Channel.VOICE):
    return book.for_states(frozenset(states), channel, TODAY).span


@pytest.mark.parametrize(
    ("states", "opens"),
    [
        ((), (8 * 60, 21 * 60)),
        (("KY",), (10 * 60, 21 * 60)),
        (("KY", "FL"), (10 * 60, 20 * 60)),
        (("KY", "RI"), (10 * 60, 18 * 60)),
    ],
)
def test_the_strictest_of_all_plausible_states_wins(states, opens):
    assert span(BOOK, *states) == opens


def test_the_same_question_gets_the_remembered_answer():
    asked = frozenset({"TX"}), Channel.VOICE, TODAY
    assert BOOK.for_states(*asked) is BOOK.for_states(*asked)


def test_tightening_is_free():
    change = override(hours("11:00-19:00"))
    assert effect_of(change, BOOK) is Effect.TIGHTENS
    assert span(overridden(BOOK, [change]), "KY") == (11 * 60, 19 * 60)


def test_loosening_without_a_reason_changes_nothing():
    change = override(hours("08:00-21:00"), reason="  ")
    assert effect_of(change, BOOK) is Effect.REFUSED
    assert overridden(BOOK, [change]) == BOOK


def test_loosening_with_a_reason_holds_and_shows_the_reason():
    change = override(hours("08:00-21:00"), reason="counsel, 2 May")
    book = overridden(BOOK, [change])
    assert effect_of(change, BOOK) is Effect.LOOSENS
    assert span(book, "KY") == (8 * 60, 21 * 60)
    assert any("counsel, 2 May" in row.sentence for row in explain(book, frozenset({"KY"}), TODAY))


def test_an_override_touches_only_its_own_channels():
    book = overridden(BOOK, [override(hours("11:00-19:00"))])
    assert span(book, "KY", channel=Channel.TEXT) == (10 * 60, 21 * 60)


def test_a_state_without_a_rule_gets_one():
    book = overridden(BOOK, [override(2, Parameter.ROLLING_CAP, "GA")])
    assert book.for_states(frozenset({"GA"}), Channel.VOICE, TODAY).number(Parameter.ROLLING_CAP) == 2


def test_a_new_rule_of_a_state_cannot_loosen_the_federal_one():
    book = overridden(BOOK, [override(hours("06:00-23:00"), jurisdiction="GA")])
    assert span(book, "GA") == (8 * 60, 21 * 60)


@pytest.mark.parametrize(
    ("parameter", "jurisdiction", "value", "effect"),
    [
        (Parameter.ROLLING_CAP, "FL", 2, Effect.TIGHTENS),
        (Parameter.ROLLING_CAP, "FL", 3, Effect.TIGHTENS),
        (Parameter.ROLLING_CAP, "FL", 4, Effect.REFUSED),
        (Parameter.CONSENT_GATE, "FL", Gate.ANY, Effect.TIGHTENS),
        (Parameter.CONSENT_GATE, "FL", Gate.NONE, Effect.REFUSED),
        (Parameter.RING_SECONDS, "US", 20, Effect.TIGHTENS),
        (Parameter.RING_SECONDS, "US", 14, Effect.REFUSED),
        (Parameter.SCRUB_MAX_AGE, "US", 30, Effect.TIGHTENS),
        (Parameter.SCRUB_MAX_AGE, "US", 32, Effect.REFUSED),
        (Parameter.HOLIDAYS_CLOSED, "PA", False, Effect.REFUSED),
        (Parameter.LISTING_STATUS, "US", ("expired",), Effect.TIGHTENS),
        (Parameter.LISTING_STATUS, "US", ("expired", "withdrawn"), Effect.REFUSED),
        (Parameter.CALLING_HOURS, "US", hours("07:00-12:00"), Effect.REFUSED),
    ],
)
def test_which_way_a_change_goes(parameter, jurisdiction, value, effect):
    assert effect_of(override(value, parameter, jurisdiction), BOOK) is effect


@pytest.mark.parametrize(
    ("parameter", "value"),
    [(Parameter.CALLING_HOURS, "8 to 9"), (Parameter.ROLLING_CAP, True), (Parameter.ROLLING_CAP, -1)],
)
def test_a_value_that_cannot_be_read_is_seen_before_it_is_stored(parameter, value):
    assert not is_well_formed(override(value, parameter))
    assert is_well_formed(override(3, Parameter.ROLLING_CAP))


def test_the_same_overrides_give_the_same_book():
    changes = (override(hours("11:00-19:00")),)
    assert rules_with(changes) is rules_with((override(hours("11:00-19:00")),))


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_shipped_value_survives_being_stored(rule):
    assert value_from_json(rule.parameter, value_to_json(rule.value)) == rule.value


@pytest.mark.parametrize(
    ("parameter", "raw"),
    [
        (Parameter.ROLLING_CAP, "3"),
        (Parameter.ROLLING_CAP, True),
        (Parameter.CONSENT_GATE, "maybe"),
        (Parameter.CALLING_HOURS, {"mon": "08:00-21:00"}),
        (Parameter.CALLING_HOURS, None),
    ],
)
def test_a_stored_value_of_the_wrong_form_is_refused(parameter, raw):
    with pytest.raises(ValueError):
        value_from_json(parameter, raw)


def test_the_rows_for_people_name_what_decides():
    rows = {row.rule_id: row for row in explain(BOOK, frozenset({"KY", "FL"}), TODAY)}
    assert rows["FL-cap"].decides
    assert rows["FL-cap"].value == "3 attempts per 24 h"
    assert rows["KY-hours"].value == "mon-sun 10:00-21:00 local time"
    assert rows["US-abandon"].value == "3.0%"
    assert next(iter(rows)).startswith("US-")
    assert not any(row.jurisdiction == "TX" for row in rows.values())


def test_a_row_past_its_review_date_is_flagged():
    late = RuleBook(tuple(replace(rule, review_by=date(2026, 11, 19)) for rule in BOOK.rules))
    assert all(row.past_review for row in explain(late, frozenset({"TX"}), TODAY))
    assert not any(row.past_review for row in explain(BOOK, frozenset({"TX"}), TODAY))
