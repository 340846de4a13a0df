"""Texts, e-mails and letters."""

from datetime import timedelta

import pytest

from dialer.core.compliance import (
    CallRules,
    Channel,
    ConsentKind,
    LineKind,
    ReasonCode,
    ScrubStatus,
    TextPurpose,
    Why,
    may_email,
    may_mail,
    may_text,
)
from tests.core.compliance.people import NOON, OURS, RULES, a_contact, ago, consent, entry, local

SOLICITING = [TextPurpose.TOUCH, TextPurpose.BY_HAND]


@pytest.mark.parametrize("purpose", SOLICITING)
def test_a_plain_mobile_may_be_texted(purpose):
    assert may_text(a_contact(), purpose, RULES, NOON).allowed


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [(LineKind.MOBILE, True), (LineKind.VOIP, True), (LineKind.UNKNOWN, True), (LineKind.LANDLINE, False)],
)
def test_a_landline_takes_no_texts(kind, allowed):
    assert may_text(a_contact(kind=kind), TextPurpose.TOUCH, RULES, NOON).allowed is allowed


@pytest.mark.parametrize("purpose", [*SOLICITING, TextPurpose.REPLY])
@pytest.mark.parametrize("reason", [why for why in Why if not why.is_registry])
def test_a_block_on_texts_stops_every_purpose(purpose, reason):
    contact = a_contact(suppressions=(entry(reason, Channel.TEXT),), wrote_at=NOON)
    verdict = may_text(contact, purpose, RULES, NOON)
    assert verdict.codes == {ReasonCode.SUPPRESSED}
    assert verdict.not_before is None


@pytest.mark.parametrize("purpose", SOLICITING)
@pytest.mark.parametrize(
    ("clock", "allowed"), [("07:59:59", False), ("08:00", True), ("20:59:59", True), ("21:00", False)]
)
def test_texts_keep_the_calling_hours_of_the_leads_clock(purpose, clock, allowed):
    assert may_text(a_contact(), purpose, RULES, local(f"2026-11-20 {clock}")).allowed is allowed


def test_a_text_at_night_waits_for_the_morning():
    verdict = may_text(a_contact("TX"), TextPurpose.TOUCH, RULES, local("2026-11-21 22:00", "America/Chicago"))
    assert verdict.not_before == local("2026-11-22 12:00", "America/Chicago")  # a Texan Sunday


@pytest.mark.parametrize("purpose", SOLICITING)
def test_a_listed_number_is_texted_only_with_consent(purpose):
    listed = a_contact(vendor_dnc=True)
    allowed = a_contact(vendor_dnc=True, consents=(consent(ConsentKind.WRITTEN),))
    assert may_text(listed, purpose, RULES, NOON).codes == {ReasonCode.ON_DNC_LIST}
    assert may_text(allowed, purpose, RULES, NOON).allowed


def test_arizona_lets_no_relationship_lift_the_list_for_texts():
    contact = a_contact("AZ", vendor_dnc=True, consents=(consent(ConsentKind.EBR),))
    assert {r.rule_id for r in may_text(contact, TextPurpose.TOUCH, RULES, NOON).reasons} == {"AZ-text-list"}


@pytest.mark.parametrize("purpose", SOLICITING)
def test_a_text_needs_a_fresh_registry_too(purpose):
    contact = a_contact(scrub=ScrubStatus())
    assert may_text(contact, purpose, RULES, NOON).codes == {ReasonCode.SCRUB_MISSING}


@pytest.mark.parametrize(
    ("state", "by_machine", "by_hand"),
    [("GA", True, True), ("FL", False, True), ("MD", False, True), ("OK", False, True), ("CT", False, False)],
)
def test_consent_gates_close_to_texts_that_the_system_selects(state, by_machine, by_hand):
    contact = a_contact(state)
    assert may_text(contact, TextPurpose.TOUCH, RULES, NOON).allowed is by_machine
    assert may_text(contact, TextPurpose.BY_HAND, RULES, NOON).allowed is by_hand
    willing = a_contact(state, consents=(consent(ConsentKind.WRITTEN),))
    assert may_text(willing, TextPurpose.TOUCH, RULES, NOON).allowed


@pytest.mark.parametrize(("sent", "allowed"), [(1, True), (2, False), (3, False)])
def test_a_number_gets_so_many_texts_a_day(sent, allowed):
    contact = a_contact(texts=tuple(ago(minutes=minute) for minute in range(sent)))
    verdict = may_text(contact, TextPurpose.TOUCH, RULES, NOON)
    assert verdict.allowed is allowed
    if not allowed:
        assert verdict.codes == {ReasonCode.TEXT_DAY}
        assert verdict.not_before == local("2026-11-21 08:00")


@pytest.mark.parametrize(
    ("since", "allowed"),
    [
        (timedelta(0), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (None, False),
    ],
)
def test_a_reply_answers_a_message_of_the_last_24_hours(since, allowed):
    contact = a_contact("CT", scrub=ScrubStatus(), wrote_at=None if since is None else NOON - since)
    verdict = may_text(contact, TextPurpose.REPLY, RULES, NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.NO_CONVERSATION})


def test_a_reply_may_go_out_at_night_to_someone_who_is_writing():
    late = local("2026-11-20 22:30")
    assert may_text(a_contact(wrote_at=late), TextPurpose.REPLY, RULES, late).allowed


@pytest.mark.parametrize(
    ("since", "sent", "allowed"),
    [
        (timedelta(0), (), True),
        (timedelta(minutes=5), (), True),
        (timedelta(minutes=5, seconds=1), (), False),
        (timedelta(minutes=2), (timedelta(minutes=10),), True),
        (timedelta(minutes=2), (timedelta(minutes=1),), False),
    ],
)
def test_one_confirmation_follows_an_opt_out_within_five_minutes(since, sent, allowed):
    contact = a_contact(
        suppressions=(entry(Why.STOP, since=NOON - since),), texts=tuple(NOON - before for before in sent)
    )
    verdict = may_text(contact, TextPurpose.CONFIRMATION, RULES, NOON)
    assert verdict.allowed is allowed
    assert verdict.codes == (frozenset() if allowed else {ReasonCode.NO_CONFIRMATION})


def test_a_confirmation_needs_an_opt_out_and_passes_no_other_block():
    assert not may_text(a_contact(), TextPurpose.CONFIRMATION, RULES, NOON).allowed
    both = a_contact(suppressions=(entry(Why.STOP), entry(Why.LITIGATOR)))
    assert may_text(both, TextPurpose.CONFIRMATION, RULES, NOON).codes == {ReasonCode.SUPPRESSED}


@pytest.mark.parametrize("purpose", list(TextPurpose))
@pytest.mark.parametrize("phone", ["", "+18005550123"])
def test_no_text_goes_to_no_number_or_to_one_of_no_state(purpose, phone):
    contact = a_contact(phone=phone, suppressions=(entry(Why.STOP),), wrote_at=NOON)
    assert not may_text(contact, purpose, RULES, NOON).allowed


@pytest.mark.parametrize("ask", [may_email, may_mail])
@pytest.mark.parametrize(
    ("record", "allowed"),
    [
        ({}, True),
        ({"phone": "", "property_zip": "30301"}, True),
        ({"vendor_dnc": True}, True),
        ({"scrub": ScrubStatus()}, True),
        ({"relisted": True}, False),
        ({"listing_status": "active"}, False),
        ({"held_reason": "hold"}, False),
    ],
)
def test_letters_and_e_mails_need_a_lead_in_order_and_no_number(ask, record, allowed):
    assert ask(a_contact(**record), RULES, NOON).allowed is allowed


@pytest.mark.parametrize(("ask", "channel"), [(may_email, Channel.EMAIL), (may_mail, Channel.MAIL)])
def test_letters_and_e_mails_have_their_own_opt_outs(ask, channel):
    assert not ask(a_contact(suppressions=(entry(Why.ASKED, channel),)), RULES, NOON).allowed
    assert ask(a_contact(suppressions=(entry(Why.STOP, Channel.TEXT),)), RULES, NOON).allowed


def test_a_do_not_mail_entry_stops_letters_only():
    contact = a_contact(suppressions=(entry(Why.DO_NOT_MAIL, Channel.MAIL),))
    assert not may_mail(contact, RULES, NOON).allowed
    assert may_email(contact, RULES, NOON).allowed


def test_an_e_mail_waits_for_the_campaigns_hours_and_a_letter_for_none():
    night = local("2026-11-20 22:00")
    verdict = may_email(a_contact(), CallRules(brokerage=OURS), night)
    assert verdict.codes == {ReasonCode.CAMPAIGN_HOURS}
    assert verdict.not_before == local("2026-11-21 08:00")
    assert may_mail(a_contact(), CallRules(brokerage=OURS), night).allowed
