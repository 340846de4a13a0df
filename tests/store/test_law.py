"""Overrides and emergencies: tightening freely, loosening as an owner with a reason, all obeyed and on record."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from dialer import law
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import DialMode, ReasonCode, Scope, may_call
from dialer.core.compliance import Why as NotWanted
from dialer.house_rules import rules_for
from dialer.number_law import number_now, told
from dialer.refusals import Refused, Why
from dialer.store.accounts import by_id
from dialer.store.contacts import load_contacts
from dialer.store.law import StoredOverride, house_law
from dialer.store.suppressions import Wish, suppress
from tests.support.builders import a_lead, a_user, phones_of

CAP = {"jurisdiction": "FL", "parameter": "attempts per 24 hours", "channels": ["voice"]}


def codes(services, conn, lead):
    now = services.clock.now()
    pair = (lead, phones_of(conn, lead)[0][0])
    rules = rules_for(conn, services.settings, CampaignSettings(), now)
    return may_call(load_contacts(conn, [pair], now)[pair], rules, now).codes


@pytest.fixture
def manager(conn):
    return by_id(conn, a_user(conn, role="manager").id)


@pytest.fixture
def owner(conn):
    return by_id(conn, a_user(conn, role="owner").id)


def test_a_manager_tightens_without_a_reason_and_it_is_obeyed(services, conn, manager):
    lead = a_lead(conn, numbers=["+13055550101"], state="FL", zip="33101")
    assert ReasonCode.STATE_CAP not in codes(services, conn, lead)
    made = law.override(services, manager, **CAP, value=0, reason="")
    assert isinstance(made, StoredOverride)
    assert made.effect == "tightens"
    assert ReasonCode.STATE_CAP in codes(services, conn, lead)


def test_loosening_needs_a_reason_and_an_owner(services, conn, manager, owner):
    without = law.override(services, owner, **CAP, value=9, reason=" ")
    by_manager = law.override(services, manager, **CAP, value=9, reason="counsel's letter")
    assert isinstance(without, Refused)
    assert (without.why, without.problems[0][0]) == (Why.INVALID, "reason")
    assert isinstance(by_manager, Refused)
    assert by_manager.why is Why.FORBIDDEN
    made = law.override(services, owner, **CAP, value=9, reason="counsel's letter")
    assert isinstance(made, StoredOverride)
    row = conn.execute(text("SELECT user_id, detail FROM audit_log WHERE action = 'rule.overridden'")).one()
    assert row.user_id == owner.id
    assert (row.detail["effect"], row.detail["reason"]) == ("loosens", "counsel's letter")


def test_taking_back_what_tightened_loosens(services, conn, manager, owner):
    made = law.override(services, manager, **CAP, value=0, reason="")
    assert isinstance(made, StoredOverride)
    refused = law.withdraw(services, manager, made.id, "no longer needed")
    assert refused is not None
    assert refused.why is Why.FORBIDDEN
    assert law.withdraw(services, owner, made.id, "") is not None
    assert law.withdraw(services, owner, made.id, "no longer needed") is None
    lead = a_lead(conn, numbers=["+13055550101"], state="FL", zip="33101")
    assert ReasonCode.STATE_CAP not in codes(services, conn, lead)
    assert conn.execute(text("SELECT count(*) FROM rule_override")).scalar() == 2
    assert law.withdraw(services, owner, made.id, "again") is not None


def test_what_loosens_is_measured_against_the_overrides_before(services, manager, owner):
    law.override(services, manager, **CAP, value=1, reason="")
    back = law.override(services, manager, **CAP, value=3, reason="as the law has it")
    assert isinstance(back, Refused)
    assert back.why is Why.FORBIDDEN


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"jurisdiction": "ZZ"}, "jurisdiction"),
        ({"parameter": "mood"}, "parameter"),
        ({"channels": []}, "channels"),
        ({"channels": ["fax"]}, "channels"),
        ({"value": "many"}, "value"),
        ({"value": -1}, "value"),
    ],
)
def test_an_override_that_cannot_be_read_is_refused(services, change, field):
    refused = law.override(services, None, **{**CAP, "value": 1, "reason": "", **change})
    assert isinstance(refused, Refused)
    assert refused.problems[0][0] == field


def test_an_emergency_stops_calls_where_the_state_says_so_while_it_lasts(services, conn, clock, manager, owner):
    louisiana = a_lead(conn, numbers=["+15045550101"], state="LA", zip="70112")
    illinois = a_lead(conn, numbers=["+12175550101"])
    start = clock.now() + timedelta(hours=1)
    number = law.declare_emergency(services, manager, state="la", since=start, until=None, source="order 12")
    assert isinstance(number, int)
    assert ReasonCode.EMERGENCY not in codes(services, conn, louisiana)
    clock.advance(timedelta(hours=1))
    assert ReasonCode.EMERGENCY in codes(services, conn, louisiana)
    assert ReasonCode.EMERGENCY not in codes(services, conn, illinois)
    by_manager = law.end_emergency(services, manager, number, clock.now() + timedelta(hours=2))
    assert by_manager is not None
    assert law.end_emergency(services, owner, number, clock.now() + timedelta(hours=2)) is None
    clock.advance(timedelta(hours=1, minutes=59))
    assert ReasonCode.EMERGENCY in codes(services, conn, louisiana)
    clock.advance(timedelta(minutes=1))
    assert ReasonCode.EMERGENCY not in codes(services, conn, louisiana)


@pytest.mark.parametrize("day", ["2026-01-14", "2026-07-15", "2026-03-08", "2026-11-01"])
def test_an_emergency_begins_and_ends_to_the_second(services, conn, owner, day):
    since = datetime.fromisoformat(f"{day}T05:00:00+00:00")
    until, second = since + timedelta(days=2), timedelta(seconds=1)
    made = law.declare_emergency(services, owner, state="LA", since=since, until=until, source="Order 26-1")
    assert isinstance(made, int)
    edges = (since - second, since, until - second, until)
    assert ["LA" in house_law(conn, at).emergencies for at in edges] == [False, True, True, False]


def test_a_number_is_judged_now_with_all_that_is_on_file_about_it(services, conn, clock):
    number = "+13055550101"
    before = number_now(conn, services.settings, clock.now(), number=number, state="FL")
    assert (before.calls.allowed, before.modes) == (True, (DialMode.CLICK,))
    lines = list(told(before))
    assert "12:00 in America/New_York" in lines[0]
    assert lines[1] == "Ways of dialing lawful now: click"
    assert "Calls now: yes" in lines
    assert any("FL-recorded" in line for line in lines), "a recording needs consent, and the rule is named"
    suppress(conn, Wish(NotWanted.ASKED, "manual", e164=number), Scope.NUMBER, clock.now())
    after = number_now(conn, services.settings, clock.now(), number=number, state="FL")
    assert ReasonCode.SUPPRESSED in after.calls.codes & after.texts.codes & after.recordings.codes
    assert after.modes == ()
    assert "Calls now: no; waiting does not change that" in list(told(after))


def test_a_number_out_of_hours_says_when_it_opens_by_its_own_clock(services, conn, clock):
    clock.advance(timedelta(hours=12))
    found = list(told(number_now(conn, services.settings, clock.now(), number="+12145550101")))
    assert "Calls now: no; again from Fri 2026-03-13 09:00 in America/Chicago" in found
    assert any("TX-hours" in line for line in found)


def test_what_governs_a_number_names_rules_with_their_citations(services, conn, clock):
    law.override(services, None, **CAP, value=1, reason="")
    law.declare_emergency(services, None, state="FL", since=clock.now(), until=None, source="order 12")
    found = law.governing(conn, clock.now(), number="+13055550101", state="TX")
    assert found.states == ("FL", "TX")
    assert found.emergencies == ("FL",)
    assert all(row.citation for row in found.rows)
    assert {row.jurisdiction for row in found.rows} == {"US", "FL", "TX"}
    (cap,) = [row for row in found.rows if row.rule_id == "FL-cap+override"]
    assert (cap.value, cap.decides) == ("1 attempts per 24 h", True)
