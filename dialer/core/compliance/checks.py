"""Reasons that no waiting removes: opt-outs, registries, stale data, consent, listing status."""

from collections.abc import Iterator
from datetime import date

from dialer.core.compliance.contact import Contact, Why
from dialer.core.compliance.modes import DialMode, modes_open
from dialer.core.compliance.settings import CallRules
from dialer.core.compliance.verdict import Reason, ReasonCode
from dialer.core.rules import Channel, Condition, ConsentKind, Gate, InForce, Parameter, Rule
from dialer.core.zones import is_us_number

Kinds = frozenset[ConsentKind]


def number_reasons(contact: Contact) -> Iterator[Reason]:
    """A number must belong to a state, so that its law is known."""
    if not contact.phone:
        yield Reason(ReasonCode.NO_NUMBER, "lead", "The lead has no number.")
    elif not is_us_number(contact.phone):
        sentence = "The number belongs to no state of the United States, so the law that governs it is not known."
        yield Reason(ReasonCode.NOT_US, "lead", sentence)


def lead_reasons(contact: Contact, law: InForce) -> Iterator[Reason]:
    """What the lead's own record says: held, listed again, the wrong kind of owner or listing."""
    if contact.held_reason is not None:
        yield Reason(ReasonCode.HELD, "lead", f"The lead is held: {contact.held_reason}")
    if contact.relisted:
        yield Reason(ReasonCode.RELISTED, "lead", "The property is listed again.")
    if contact.owner_is_agent:
        yield Reason(ReasonCode.OWNER_IS_AGENT, "lead", "The owner is a real-estate agent.")
    for rule in law.all(Parameter.LISTING_STATUS):
        if isinstance(rule.value, tuple) and contact.listing_status not in rule.value:
            sentence = f"The listing is {contact.listing_status}. {rule.sentence} ({rule.citation})"
            yield Reason(ReasonCode.LISTING_STATUS, rule.id, sentence)


def unreadable_reasons(law: InForce) -> Iterator[Reason]:
    for rule in law.unreadable:
        sentence = f"The rule {rule.id} cannot be read; correct it before anything goes out."
        yield Reason(ReasonCode.RULE_UNREADABLE, rule.id, sentence)


def suppression_reasons(contact: Contact, channel: Channel, *, but: Why | None = None) -> Iterator[Reason]:
    """Own opt-outs and blocks, except those of one kind. No consent lifts them."""
    for entry in contact.suppressions:
        if channel in entry.channels and not entry.reason.is_registry and entry.reason is not but:
            sentence = f"Since {entry.since:%Y-%m-%d}: {entry.scope.value} {entry.reason.value}."
            yield Reason(ReasonCode.SUPPRESSED, "lead", sentence)


def registry_reasons(
    contact: Contact, rules: CallRules, law: InForce, kinds: Kinds, today: date, channel: Channel
) -> Iterator[Reason]:
    """Do-not-call registries: is the number on one, and is what we know of that fresh enough?

    A consent or a relationship of ours makes a registry irrelevant, its age too.
    """
    listed = {entry.reason for entry in contact.suppressions if channel in entry.channels}
    for rule in law.all(Parameter.DNC_LIST):
        if rule.exempt_if & kinds:
            continue
        national = rule.value == "national"
        if (Why.NATIONAL if national else Why.STATE) in listed or (national and contact.vendor_dnc):
            yield Reason(ReasonCode.ON_DNC_LIST, rule.id, f"{rule.sentence} ({rule.citation})")
        if rules.require_scrub:
            yield from _scrub_reasons(contact, rules, law, rule, today)


def _scrub_reasons(contact: Contact, rules: CallRules, law: InForce, rule: Rule, today: date) -> Iterator[Reason]:
    limit = min(law.number(Parameter.SCRUB_MAX_AGE) or 0, rules.max_scrub_age_days)
    loaded = contact.scrub.loaded_on.get(str(rule.value))
    if loaded is None or loaded > today:
        sentence = f"The {rule.value} do-not-call list is not loaded; load it."
        yield Reason(ReasonCode.SCRUB_MISSING, rule.id, sentence)
    elif (today - loaded).days > limit:
        sentence = (
            f"The {rule.value} do-not-call list is {(today - loaded).days} days old; at most {limit} are allowed."
        )
        yield Reason(ReasonCode.SCRUB_STALE, rule.id, sentence)


def emergency_reasons(law: InForce, rules: CallRules, kinds: Kinds) -> Iterator[Reason]:
    for rule in law.all(Parameter.EMERGENCY_BAN):
        if rule.value and rule.jurisdiction in rules.emergencies and not rule.exempt_if & kinds:
            yield Reason(ReasonCode.EMERGENCY, rule.id, f"{rule.sentence} ({rule.citation})")


def gate_reasons(contact: Contact, law: InForce, kinds: Kinds, mode: DialMode | None) -> Iterator[Reason]:
    """Consent gates closed to one mode; with None, those that leave no mode open at all."""
    for rule in law.all(Parameter.CONSENT_GATE):
        if not isinstance(rule.value, Gate) or rule.exempt_if & kinds or not _applies(rule, contact):
            continue
        modes = modes_open(rule.value)
        if (not modes) if mode is None else (mode not in modes):
            yield Reason(ReasonCode.CONSENT_NEEDED, rule.id, f"{rule.sentence} ({rule.citation})")


def recorded_reasons(law: InForce, kinds: Kinds) -> Iterator[Reason]:
    for rule in law.all(Parameter.RECORDED_CONSENT):
        if rule.value and not rule.exempt_if & kinds:
            yield Reason(ReasonCode.CONSENT_NEEDED, rule.id, f"{rule.sentence} ({rule.citation})")


def _applies(rule: Rule, contact: Contact) -> bool:
    return rule.applies_if is not Condition.MOBILE or contact.kind.may_be_mobile
