"""What no waiting removes: opt-outs, registries and their age, consents, gates, listing status."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialer.core.compliance import (
    CallRules,
    Channel,
    ConsentKind,
    DialMode,
    LineKind,
    ReasonCode,
    ScrubStatus,
    Why,
    lawful_modes,
    may_call,
    may_leave_recording,
)
from dialer.core.rules import Parameter, RuleBook, standard_rules
from tests.core.compliance.people import NOON, OURS, RULES, a_contact, consent, entry, local, scrubbed

WRITTEN, ORAL, EBR, INQUIRY = ConsentKind.WRITTEN, ConsentKind.ORAL, ConsentKind.EBR, ConsentKind.INQUIRY
ALL_MODES = set(DialMode)


def lawful(contact, rules=RULES) -> set[DialMode]:
    return {mode for mode, verdict in lawful_modes(contact, rules, NOON).items() if verdict.allowed}


def test_a_plain_contact_may_be_called_in_every_mode():
    assert may_call(a_contact(), RULES, NOON).allowed
    assert lawful(a_contact()) == ALL_MODES


def test_the_verdict_names_the_rules_that_were_asked():
    assert {"US-hours", "US-dnc", "TX-hours", "TX-list"} <= set(may_call(a_contact("TX"), RULES, NOON).checked)


@pytest.mark.parametrize("reason", [why for why in Why if not why.is_registry])
def test_no_consent_lifts_an_internal_suppression(reason):
    every_consent = tuple(consent(kind) for kind in ConsentKind)
    contact = a_contact(suppressions=(entry(reason),), consents=every_consent, callback_at=NOON)
    verdict = may_call(contact, RULES, NOON)
    assert verdict.codes == {ReasonCode.SUPPRESSED}
    assert verdict.not_before is None
    assert lawful(contact) == set()


def test_a_suppression_stops_only_its_own_channels():
    contact = a_contact(suppressions=(entry(Why.ASKED, Channel.TEXT, Channel.EMAIL),))
    assert may_call(contact, RULES, NOON).allowed


@pytest.mark.parametrize(
    ("how", "rule_id"),
    [
        ({"vendor_dnc": True}, "US-dnc"),
        ({"suppressions": (entry(Why.NATIONAL),)}, "US-dnc"),
        ({"suppressions": (entry(Why.STATE),)}, "TX-list"),
    ],
)
@pytest.mark.parametrize(
    ("kinds", "allowed"),
    [((), False), ((ORAL,), False), ((WRITTEN,), True), ((EBR,), True), ((INQUIRY,), True), ((ORAL, EBR), True)],
)
def test_consent_or_a_relationship_lifts_a_registry(how, rule_id, kinds, allowed):
    contact = a_contact("TX", consents=tuple(map(consent, kinds)), **how)
    verdict = may_call(contact, RULES, NOON)
    assert verdict.allowed is allowed
    assert {reason.rule_id for reason in verdict.reasons} == (set() if allowed else {rule_id})


@pytest.mark.parametrize("brokerage", ["Another Realty", ""])
def test_another_brokerages_relationship_is_not_ours(brokerage):
    contact = a_contact(vendor_dnc=True, consents=(consent(EBR, brokerage=brokerage),))
    assert may_call(contact, RULES, NOON).codes == {ReasonCode.ON_DNC_LIST}


@pytest.mark.parametrize(
    ("kind", "since", "allowed"),
    [
        (EBR, "2025-05-20 13:00", False),  # 18 months to the minute, in UTC
        (EBR, "2025-05-20 13:01", True),
        (INQUIRY, "2026-08-20 13:00", False),
        (INQUIRY, "2026-08-20 13:01", True),
        (WRITTEN, "2010-01-01 12:00", True),  # written consent lasts until it is taken back
        (WRITTEN, "2026-11-20 12:01", False),  # not yet given
    ],
)
def test_relationships_end_by_law_and_consents_do_not(kind, since, allowed):
    given = replace(consent(kind), since=local(since))
    assert may_call(a_contact(vendor_dnc=True, consents=(given,)), RULES, NOON).allowed is allowed


@pytest.mark.parametrize(("minutes", "allowed"), [(-1, False), (0, False), (1, True)])
def test_a_consent_with_an_end_ends_then(minutes, allowed):
    given = consent(WRITTEN, until=NOON + timedelta(minutes=minutes))
    assert may_call(a_contact(vendor_dnc=True, consents=(given,)), RULES, NOON).allowed is allowed


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (30, True), (31, True), (32, False), (400, False)])
def test_a_registry_may_be_31_days_old(days, allowed):
    verdict = may_call(a_contact(scrub=scrubbed(days)), RULES, NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.SCRUB_STALE})
    assert verdict.not_before is None


@pytest.mark.parametrize(("limit", "days", "allowed"), [(10, 10, True), (10, 11, False), (90, 32, False)])
def test_the_operator_may_only_shorten_that(limit, days, allowed):
    rules = CallRules(brokerage=OURS, max_scrub_age_days=limit)
    assert may_call(a_contact(scrub=scrubbed(days)), rules, NOON).allowed is allowed


@pytest.mark.parametrize("scrub", [ScrubStatus(), scrubbed(-1), scrubbed(1, "national")])
def test_a_list_that_was_not_loaded_stops_what_depends_on_it(scrub):
    verdict = may_call(a_contact("FL", scrub=scrub), RULES, NOON)
    assert verdict.codes == {ReasonCode.SCRUB_MISSING}
    assert "FL-list" in {reason.rule_id for reason in verdict.reasons}


def test_a_relationship_makes_the_registry_and_its_age_irrelevant():
    contact = a_contact("FL", scrub=ScrubStatus(), consents=(consent(EBR),))
    assert may_call(contact, RULES, NOON).allowed


def test_where_no_real_person_can_be_reached_no_registry_is_needed():
    assert may_call(a_contact(scrub=ScrubStatus()), CallRules(require_scrub=False), NOON).allowed


@pytest.mark.parametrize(
    ("state", "kind", "kinds", "modes"),
    [
        ("GA", LineKind.MOBILE, (), ALL_MODES),
        ("FL", LineKind.MOBILE, (), {DialMode.CLICK}),
        ("MD", LineKind.MOBILE, (), {DialMode.CLICK}),
        ("OK", LineKind.LANDLINE, (), {DialMode.CLICK}),
        ("CT", LineKind.LANDLINE, (), set()),
        ("NJ", LineKind.MOBILE, (), set()),
        ("NJ", LineKind.UNKNOWN, (), set()),
        ("NJ", LineKind.LANDLINE, (), ALL_MODES),
        ("FL", LineKind.MOBILE, (WRITTEN,), ALL_MODES),
        ("FL", LineKind.MOBILE, (EBR,), {DialMode.CLICK}),
        ("MD", LineKind.MOBILE, (WRITTEN,), ALL_MODES),
        ("OK", LineKind.MOBILE, (ORAL,), {DialMode.CLICK}),
        ("CT", LineKind.MOBILE, (WRITTEN,), ALL_MODES),
        ("CT", LineKind.MOBILE, (EBR, ORAL), set()),
        ("NJ", LineKind.MOBILE, (EBR,), ALL_MODES),
        ("NJ", LineKind.MOBILE, (WRITTEN,), ALL_MODES),
    ],
)
def test_each_state_says_which_ways_of_dialing_are_lawful(state, kind, kinds, modes):
    contact = a_contact(state, kind=kind, consents=tuple(map(consent, kinds)))
    assert lawful(contact) == modes
    assert may_call(contact, RULES, NOON).allowed is bool(modes)


@pytest.mark.parametrize("mode", list(DialMode))
def test_asking_for_one_mode_gives_the_same_answer_as_asking_for_all(mode):
    for state in ("GA", "FL", "CT", "NJ"):
        contact = a_contact(state)
        alone = may_call(contact, RULES, NOON, mode=mode)
        assert alone.allowed is lawful_modes(contact, RULES, NOON)[mode].allowed


def test_any_plausible_state_closes_its_gate():
    assert lawful(a_contact("GA", mailing_state="FL", mailing_zip="33101")) == {DialMode.CLICK}
    assert lawful(a_contact("FL", property_state="CT", property_zip="06101")) == set()


@pytest.mark.parametrize(
    ("state", "kinds", "allowed"),
    [("LA", (), False), ("LA", (WRITTEN,), False), ("NY", (), False), ("NY", (EBR,), True)],
)
def test_a_declared_emergency_stops_solicitation(state, kinds, allowed):
    contact = a_contact(state, consents=tuple(map(consent, kinds)))
    declared = CallRules(brokerage=OURS, emergencies=frozenset({state}))
    verdict = may_call(contact, declared, NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.EMERGENCY})
    assert may_call(contact, RULES, NOON).allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("expired", True),
        ("cancelled", True),
        ("unknown", True),
        ("withdrawn", False),
        ("hold", False),
        ("active", False),
        ("pending", False),
        ("closed", False),
        ("a word nobody knows", False),
    ],
)
def test_only_expired_and_cancelled_listings_are_approached(status, allowed):
    verdict = may_call(a_contact(listing_status=status), RULES, NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.LISTING_STATUS})


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"relisted": True}, ReasonCode.RELISTED),
        ({"owner_is_agent": True}, ReasonCode.OWNER_IS_AGENT),
        ({"held_reason": "withdrawn until 3 May"}, ReasonCode.HELD),
        ({"phone": ""}, ReasonCode.NO_NUMBER),
        ({"phone": "+14165550123"}, ReasonCode.NOT_US),  # Toronto
        ({"phone": "+18005550123"}, ReasonCode.NOT_US),  # toll-free
    ],
)
def test_what_the_record_says_stops_a_call(record, code):
    verdict = may_call(a_contact(property_zip="30301", **record), RULES, NOON)
    assert verdict.codes == {code}
    assert verdict.not_before is None


@pytest.mark.parametrize("parameter", [Parameter.CALLING_HOURS, Parameter.CONSENT_GATE, Parameter.ROLLING_CAP])
def test_a_rule_that_cannot_be_read_stops_what_it_governs(parameter):
    broken = RuleBook(
        tuple(
            replace(rule, value="?") if rule.jurisdiction == "FL" and rule.parameter is parameter else rule
            for rule in standard_rules().rules
        )
    )
    rules = CallRules(brokerage=OURS, rulebook=broken)
    verdict = may_call(a_contact("FL"), rules, NOON)
    assert verdict.codes == {ReasonCode.RULE_UNREADABLE}
    assert may_call(a_contact("GA"), rules, NOON).allowed


def test_a_lasting_reason_leaves_no_moment_to_wait_for():
    verdict = may_call(a_contact(relisted=True), RULES, local("2026-11-20 22:00"))
    assert {ReasonCode.RELISTED, ReasonCode.OUTSIDE_HOURS} <= verdict.codes
    assert verdict.not_before is None


@pytest.mark.parametrize(
    ("state", "kinds", "allowed"),
    [
        ("GA", (), False),
        ("GA", (EBR,), False),
        ("GA", (ORAL,), False),
        ("GA", (WRITTEN,), True),
        ("TX", (ORAL,), False),
    ],
)
def test_a_recording_needs_written_consent(state, kinds, allowed):
    contact = a_contact(state, consents=tuple(map(consent, kinds)))
    verdict = may_leave_recording(contact, RULES, NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.CONSENT_NEEDED})


def test_a_recording_keeps_its_own_hours():
    contact = a_contact("IL", consents=(consent(WRITTEN),))
    assert not may_leave_recording(contact, RULES, local("2026-11-20 08:59", "America/Chicago")).allowed
    assert may_leave_recording(contact, RULES, local("2026-11-20 09:00", "America/Chicago")).allowed
