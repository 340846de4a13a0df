"""Which consents of a contact are good now, for us."""

import calendar
from datetime import datetime

from dialer.core.compliance.contact import Consent, Contact
from dialer.core.compliance.settings import CallRules
from dialer.core.rules import ConsentKind, InForce, Parameter

LIFE = {ConsentKind.EBR: Parameter.EBR_MONTHS, ConsentKind.INQUIRY: Parameter.INQUIRY_MONTHS}
"""Relationships end by law; consents last until they are taken back, which is a suppression."""


def consents_now(contact: Contact, rules: CallRules, law: InForce, now: datetime) -> frozenset[ConsentKind]:
    """The kinds held by our own brokerage that have begun and not ended."""
    if not contact.consents:
        return frozenset()
    return frozenset(
        consent.kind
        for consent in contact.consents
        if consent.brokerage == rules.brokerage and consent.since <= now < _end(consent, law)
    )


def _end(consent: Consent, law: InForce) -> datetime:
    far = datetime.max.replace(tzinfo=consent.since.tzinfo)
    end = consent.until or far
    parameter = LIFE.get(consent.kind)
    if parameter is None:
        return end
    months = law.number(parameter)
    # A relationship whose length the rules do not say has none.
    return min(end, months_after(consent.since, months or 0))


def months_after(start: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day: 31 August and 18 months is 28 February."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))
