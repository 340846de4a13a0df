"""A campaign's settings as the judgement's limits."""

from datetime import timedelta

import pytest

from dialer.core.campaign_rules import call_rules
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import TextPurpose, hours_key, may_call, may_text, next_open, open_now
from tests.core.compliance.people import NOON, a_contact

NIGHT = NOON + timedelta(hours=12)
WEEKDAYS_ONLY = CampaignSettings(weekdays=(0, 1, 2, 3, 4))


def rules(**where: bool):
    return call_rules(WEEKDAYS_ONLY, brokerage="Elm Street Realty", **{"practice": True, "any_hour": True} | where)


@pytest.mark.parametrize("hours_later", range(0, 7 * 24, 5))
def test_practice_at_any_hour_calls_and_texts_round_the_clock_and_the_queue_agrees(hours_later):
    now = NOON + timedelta(hours=hours_later)
    contact = a_contact("TX")
    assert open_now(hours_key(contact), rules(), now)
    assert next_open(hours_key(contact), rules(), now) == now
    assert may_call(contact, rules(), now).allowed
    assert may_text(contact, TextPurpose.TOUCH, rules(), now).allowed


@pytest.mark.parametrize("where", [{"any_hour": False}, {"practice": False}, {"practice": False, "any_hour": False}])
def test_everywhere_else_the_night_is_closed(where):
    contact = a_contact("TX")
    assert not open_now(hours_key(contact), rules(**where), NIGHT)
    assert not may_call(contact, rules(**where), NIGHT).allowed


def test_practice_at_any_hour_still_keeps_every_other_rule():
    contact = a_contact("TX", listing_status="active")
    assert {reason.code.value for reason in may_call(contact, rules(), NIGHT).reasons} == {"listing_status"}


def test_registries_are_needed_wherever_real_people_are_called():
    assert call_rules(WEEKDAYS_ONLY, brokerage="", practice=False).require_scrub
    assert not call_rules(WEEKDAYS_ONLY, brokerage="", practice=True).require_scrub
