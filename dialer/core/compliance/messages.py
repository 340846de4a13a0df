"""May this number be texted, this owner e-mailed, this address written to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from dialer.core.compliance.caps import day_cap, state_caps
from dialer.core.compliance.checks import (
    Kinds,
    emergency_reasons,
    gate_reasons,
    lead_reasons,
    number_reasons,
    registry_reasons,
    suppression_reasons,
    unreadable_reasons,
)
from dialer.core.compliance.consents import consents_now
from dialer.core.compliance.contact import Contact, LineKind, Why
from dialer.core.compliance.judge import verdict
from dialer.core.compliance.modes import DialMode
from dialer.core.compliance.settings import CallRules
from dialer.core.compliance.verdict import Finding, Reason, ReasonCode, Verdict
from dialer.core.compliance.window import Place, day_at, hours_findings, law_for, place_of
from dialer.core.rules import Channel, InForce, Parameter

CONVERSATION = timedelta(hours=24)
"""How long after the owner's message an answer is a reply and no new approach."""


class TextPurpose(StrEnum):
    """Why a text goes out; it decides what is asked."""

    TOUCH = "touch"
    """A step of the sequence, selected and sent by the system."""
    BY_HAND = "by hand"
    """A text that an agent wrote to a lead that the agent picked."""
    REPLY = "reply"
    """An answer to a message of the owner's."""
    CONFIRMATION = "confirmation"
    """The one confirmation of an opt-out."""


def may_text(contact: Contact, purpose: TextPurpose, rules: CallRules, now: datetime) -> Verdict:
    """Whether a text may go to this number now; a text is treated as a call since courts are split (P12)."""
    place = place_of(contact)
    law = law_for(place.states, rules, day_at(place, now), Channel.TEXT)
    kinds = consents_now(contact, rules, law, now)
    lasting = (*number_reasons(contact), *_line_reasons(contact), *unreadable_reasons(law))

    def timed(at: datetime) -> Iterator[Finding]:
        if purpose in (TextPurpose.TOUCH, TextPurpose.BY_HAND):
            yield from _solicitation_findings(contact, place, rules, at)

    return verdict(law, (*lasting, *_purpose_reasons(contact, purpose, rules, law, kinds, now)), timed, now)


def may_email(contact: Contact, rules: CallRules, now: datetime) -> Verdict:
    """Whether an e-mail may go now: no opt-out, a lead in order, and the campaign's hours by the lead's clock."""
    place = place_of(contact)
    law = law_for(place.states, rules, day_at(place, now), Channel.EMAIL)

    def timed(at: datetime) -> tuple[Finding, ...]:
        return hours_findings(place, rules, at, Channel.EMAIL)

    return verdict(law, _written_reasons(contact, law, Channel.EMAIL), timed, now)


def may_mail(contact: Contact, rules: CallRules, now: datetime) -> Verdict:
    """Whether a letter may be sent: no opt-out and a lead in order; letters know no hours."""
    place = place_of(contact)
    law = law_for(place.states, rules, day_at(place, now), Channel.MAIL)
    return verdict(law, _written_reasons(contact, law, Channel.MAIL), lambda _: (), now)


def _written_reasons(contact: Contact, law: InForce, channel: Channel) -> Iterator[Reason]:
    yield from unreadable_reasons(law)
    yield from suppression_reasons(contact, channel)
    yield from lead_reasons(contact, law)


def _line_reasons(contact: Contact) -> Iterator[Reason]:
    if contact.kind is LineKind.LANDLINE:
        yield Reason(ReasonCode.LANDLINE, "lead", "A landline takes no texts.")


def _purpose_reasons(
    contact: Contact, purpose: TextPurpose, rules: CallRules, law: InForce, kinds: Kinds, now: datetime
) -> Iterator[Reason]:
    match purpose:
        case TextPurpose.TOUCH:
            # The system selects and sends, which the consent gates of FL, MD and OK reach.
            yield from _solicitation_reasons(contact, rules, law, kinds, now, DialMode.POWER)
        case TextPurpose.BY_HAND:
            yield from _solicitation_reasons(contact, rules, law, kinds, now, DialMode.CLICK)
        case TextPurpose.REPLY:
            yield from suppression_reasons(contact, Channel.TEXT)
            if contact.wrote_at is None or now - contact.wrote_at > CONVERSATION:
                sentence = "A reply needs a message from the owner in the last 24 hours."
                yield Reason(ReasonCode.NO_CONVERSATION, "lead", sentence)
        case TextPurpose.CONFIRMATION:
            yield from _confirmation_reasons(contact, law, now)
        case _:
            assert_never(purpose)


def _solicitation_reasons(
    contact: Contact, rules: CallRules, law: InForce, kinds: Kinds, now: datetime, mode: DialMode
) -> Iterator[Reason]:
    yield from suppression_reasons(contact, Channel.TEXT)
    yield from registry_reasons(contact, rules, law, kinds, now.date(), Channel.TEXT)
    yield from emergency_reasons(law, rules, kinds)
    yield from gate_reasons(contact, law, kinds, mode)
    yield from lead_reasons(contact, law)


def _solicitation_findings(contact: Contact, place: Place, rules: CallRules, at: datetime) -> Iterator[Finding]:
    law = law_for(place.states, rules, day_at(place, at), Channel.TEXT)
    yield from hours_findings(place, rules, at, Channel.TEXT)
    yield from state_caps(contact, law, at)
    yield from day_cap(
        ReasonCode.TEXT_DAY,
        "texts a number",
        contact.texts,
        rules.texts_per_day,
        place,
        at,
    )


def _confirmation_reasons(contact: Contact, law: InForce, now: datetime) -> Iterator[Reason]:
    """Only after an opt-out by text, only within the law's minutes, only once, and past no other block."""
    stops = [entry for entry in contact.suppressions if entry.reason is Why.STOP]
    yield from suppression_reasons(contact, Channel.TEXT, but=Why.STOP)
    minutes = law.number(Parameter.CONFIRM_MINUTES) or 0
    latest = max((entry.since for entry in stops), default=None)
    if latest is None or now - latest > timedelta(minutes=minutes) or any(sent >= latest for sent in contact.texts):
        sentence = f"One confirmation may follow an opt-out within {minutes} minutes; it was sent or is too late."
        yield Reason(ReasonCode.NO_CONFIRMATION, "US-confirm", sentence)
