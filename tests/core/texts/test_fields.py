"""Merge fields and their fall-backs."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.texts import FIELDS, MissingFields, Rendered, UnknownFields, field_names, render, unknown_fields

NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
LEAD = {"first_name": "Ada", "street": "12 Elm St", "agent_name": "  ", "city": None}


def rendered(template: str, fields=LEAD, now=NOON, zone="America/New_York"):
    return render(template, fields, now=now, zone=zone)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hi {first_name}, about {street}.", "Hi Ada, about 12 Elm St."),
        ("Hi {first_name|there}.", "Hi Ada."),
        ("Hi { first_name | there }.", "Hi Ada."),
        ("Hi {last_name|there}.", "Hi there."),
        ("From {agent_name|us} in {city|town}.", "From us in town."),
        ("No fields.", "No fields."),
        ("A {{brace}} stays.", "A {brace} stays."),
        ("Happy {today}, {greeting}!", "Happy Friday, good afternoon!"),
    ],
)
def test_fields_are_filled_or_fall_back(template, text):
    assert rendered(template) == Rendered(text)


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("Hi {last_name}.", ("last_name",)),
        ("Hi {last_name|}.", ("last_name",)),
        ("{city} {agent_name} {city}", ("city", "agent_name")),
    ],
)
def test_a_field_that_stays_empty_stops_the_text(template, names):
    assert rendered(template) == MissingFields(names)


@pytest.mark.parametrize(
    ("template", "names"),
    [("Hi {firstname}.", ("firstname",)), ("Hi {first_name.", ("{",)), ("Hi }.", ("}",)), ("{}", ("",))],
)
def test_an_unknown_field_or_a_stray_brace_is_the_authors_mistake(template, names):
    assert unknown_fields(template) == names
    assert rendered(template) == UnknownFields(names)


def test_the_fields_of_a_template_come_once_each_in_order():
    assert field_names("{street} {first_name|x} {street} {{city}}") == ("street", "first_name")


@pytest.mark.parametrize(
    ("zone", "hour", "greeting"),
    [
        ("America/New_York", 16, "good morning"),  # 11:00
        ("America/New_York", 17, "good afternoon"),  # noon
        ("America/Los_Angeles", 17, "good morning"),
        ("America/New_York", 21, "good afternoon"),  # 16:00
        ("America/New_York", 22, "good evening"),  # 17:00
    ],
)
def test_the_greeting_goes_by_the_leads_clock(zone, hour, greeting):
    assert rendered("{greeting}", now=NOON.replace(hour=hour), zone=zone) == Rendered(greeting)


def test_a_value_cannot_bring_in_lines_or_fields_of_its_own():
    assert rendered("{first_name}", {"first_name": "A\n{city}\t B"}) == Rendered("A {city} B")


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(st.characters(categories=["L"]), max_size=8)))
def test_no_text_goes_out_with_a_gap(fields):
    given = {name: value for name, value in fields.items() if value.strip()}
    wanted = {"first_name", "street", "list_price"}
    result = rendered("{first_name}{street}{list_price}", fields)
    match result:
        case Rendered(text):
            assert text == "".join(given[name] for name in ("first_name", "street", "list_price"))
        case MissingFields(names):
            assert set(names) == wanted - set(given)
        case UnknownFields():
            raise AssertionError("the template has only known fields")
