"""Phone numbers: what is one, how it is shown, and which network may carry it."""

import pytest

from telephony.numbers import AgentAddress, Network, NumberError, PhoneNumber, may_carry, parse_address


@pytest.mark.parametrize(
    "text",
    [
        "+12175550123",
        "  +12175550123 ",
        "+442079460123",
    ],
)
def test_e164_text_is_a_number(text):
    assert str(PhoneNumber.parse(text)) == text.strip()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2175550123", "no plus"),
        ("+1 217 555 0123", "blanks inside"),
        ("+1217555012", "a digit short"),
        ("+121755501234", "a digit too many"),
        ("+11175550123", "an area code that starts with 1"),
        ("+12170550123", "an exchange that starts with 0"),
        ("+0123456789", "no country starts with 0"),
        ("+1234567890123456", "more than fifteen digits"),
        ("", "nothing"),
    ],
)
def test_anything_else_is_not(text, fault):
    with pytest.raises(NumberError) as problem:
        PhoneNumber.parse(text)
    assert not text or text not in str(problem.value), fault


def test_parts_of_a_north_american_number():
    number = PhoneNumber("+12175550123")
    assert (number.area_code, number.national, number.masked) == ("217", "2175550123", "(217) 555-01••")


def test_the_repr_of_a_number_does_not_show_it():
    assert "0123" not in repr(PhoneNumber("+12175550123"))


def test_a_foreign_number_is_masked_after_its_country():
    number = PhoneNumber("+442079460123")
    assert number.area_code is None
    assert number.masked == "+442•••••••••"


@pytest.mark.parametrize(
    ("text", "fictional"),
    [
        ("+12175550099", False),
        ("+12175550100", True),
        ("+12175550199", True),
        ("+12175550200", False),
        ("+19075550150", True),
        ("+442079460123", False),
    ],
)
def test_each_network_carries_what_the_other_does_not(text, fictional):
    number = PhoneNumber(text)
    assert number.is_fictional is fictional
    assert may_carry(Network.practice, number) is fictional
    assert may_carry(Network.public, number) is not fictional


def test_a_browser_phone_is_reached_by_either_network():
    agent = parse_address("agent:7")
    assert agent == AgentAddress("7")
    assert may_carry(Network.practice, agent)
    assert may_carry(Network.public, agent)


def test_an_agent_address_needs_an_agent():
    with pytest.raises(NumberError):
        parse_address("agent:")
