"""May this number be called now, in this mode; and may a recording be left."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from dialer.core.compliance.caps import cap_findings, reservation
from dialer.core.compliance.checks import (
    Kinds,
    emergency_reasons,
    gate_reasons,
    lead_reasons,
    number_reasons,
    recorded_reasons,
    registry_reasons,
    suppression_reasons,
    unreadable_reasons,
)
from dialer.core.compliance.consents import consents_now
from dialer.core.compliance.contact import Contact
from dialer.core.compliance.judge import verdict
from dialer.core.compliance.modes import DialMode
from dialer.core.compliance.settings import CallRules
from dialer.core.compliance.verdict import Finding, Reason, Verdict
from dialer.core.compliance.window import Place, day_at, hours_findings, law_for, place_of
from dialer.core.rules import Channel, InForce, Parameter


def may_call(
    contact: Contact,
    rules: CallRules,
    now: datetime,
    *,
    agent_id: str | None = None,
    mode: DialMode | None = None,
) -> Verdict:
    """Whether the number may be called now by this agent, with every reason against it.

    Without a mode the answer is yes as soon as some mode is lawful; give the mode before dialing.
    """
    place = place_of(contact)
    law = law_for(place.states, rules, day_at(place, now), Channel.VOICE)
    kinds = consents_now(contact, rules, law, now)
    lasting = (*_lasting(contact, rules, law, kinds, now), *gate_reasons(contact, law, kinds, mode))

    def timed(at: datetime) -> Iterator[Finding]:
        yield from _timed(contact, place, rules, at, agent_id)

    return verdict(law, lasting, timed, now)


def lawful_modes(
    contact: Contact, rules: CallRules, now: datetime, *, agent_id: str | None = None
) -> dict[DialMode, Verdict]:
    """For each way of dialing, whether it is lawful for this number now."""
    place = place_of(contact)
    law = law_for(place.states, rules, day_at(place, now), Channel.VOICE)
    kinds = consents_now(contact, rules, law, now)
    verdict_for_any = may_call(contact, rules, now, agent_id=agent_id)
    return {mode: _narrowed(verdict_for_any, gate_reasons(contact, law, kinds, mode)) for mode in DialMode}


def may_leave_recording(contact: Contact, rules: CallRules, now: datetime) -> Verdict:
    """Whether a recorded message may be played to this number, as on voicemail; the call itself is `may_call`'s."""
    place = place_of(contact)
    law = law_for(place.states, rules, day_at(place, now), Channel.RECORDED)
    kinds = consents_now(contact, rules, law, now)
    lasting = (
        *number_reasons(contact),
        *unreadable_reasons(law),
        *suppression_reasons(contact, Channel.RECORDED),
        *recorded_reasons(law, kinds),
    )

    def timed(at: datetime) -> tuple[Finding, ...]:
        return hours_findings(place, rules, at, Channel.RECORDED)

    return verdict(law, lasting, timed, now)


def must_announce_recording(contact: Contact, rules: CallRules, now: datetime) -> bool:
    """Whether some law under which this person may live wants everybody on a call to know that it is recorded."""
    place = place_of(contact)
    law = law_for(place.states, rules, day_at(place, now), Channel.VOICE)
    # What cannot be read is taken for the stricter.
    unreadable = any(rule.parameter is Parameter.RECORDING_NOTICE for rule in law.unreadable)
    return unreadable or any(bool(rule.value) for rule in law.all(Parameter.RECORDING_NOTICE))


def _lasting(contact: Contact, rules: CallRules, law: InForce, kinds: Kinds, now: datetime) -> Iterator[Reason]:
    yield from number_reasons(contact)
    yield from unreadable_reasons(law)
    yield from suppression_reasons(contact, Channel.VOICE)
    yield from registry_reasons(contact, rules, law, kinds, now.date(), Channel.VOICE)
    yield from emergency_reasons(law, rules, kinds)
    yield from lead_reasons(contact, law)


def _timed(contact: Contact, place: Place, rules: CallRules, at: datetime, agent_id: str | None) -> Iterator[Finding]:
    law = law_for(place.states, rules, day_at(place, at), Channel.VOICE)
    yield from hours_findings(place, rules, at, Channel.VOICE)
    yield from cap_findings(contact, place, rules, law, at)
    yield from reservation(contact, agent_id, at)


def _narrowed(verdict_for_any: Verdict, gates: Iterable[Reason]) -> Verdict:
    """The verdict with the gates that close one mode; a gate does not open by waiting."""
    extra = tuple(reason for reason in gates if reason not in verdict_for_any.reasons)
    if not extra:
        return verdict_for_any
    return Verdict((*verdict_for_any.reasons, *extra), None, verdict_for_any.checked)
