"""Consents and business relationships: recorded with their proof for our brokerage, taken back at a word."""

from datetime import datetime

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.number_lists import read_number
from dialer.core.rules import ConsentKind
from dialer.refusals import Refused, conflict, invalid, missing
from dialer.store import audit, consents, held, lead_page, live
from dialer.store.accounts import Account
from dialer.store.consents import ConsentLine, NewConsent


def add(
    services: Services,
    by: Account | None,
    *,
    kind: str,
    number: str = "",
    lead_id: int | None = None,
    since: datetime,
    until: datetime | None = None,
    proof: str,
    brokerage: str = "",
) -> ConsentLine | Refused:
    """Records what a person gave; `proof` says where it is kept, such as a document or a recording.

    It counts for one brokerage only, ours where none is named. `by` is None for the operator of the machine.
    """
    e164 = read_number(number) if number else None
    now, user = services.clock.now(), by.id if by else None
    refused = _refused(kind, number, e164, lead_id, since, until, proof, now)
    if refused is not None:
        return refused
    new = NewConsent(
        kind=ConsentKind(kind),
        brokerage=brokerage.strip() or services.settings.brokerage_name,
        proof=proof.strip(),
        since=since,
        until=until,
        e164=e164,
        lead_id=lead_id,
    )
    with services.db.transaction() as conn:
        if lead_id is not None and lead_page.load(conn, lead_id) is None:
            return missing("lead")
        consent_id = consents.add(conn, new, user)
        detail = {"kind": kind, "brokerage": new.brokerage, "since": since.isoformat()}
        audit.record(conn, now, user, "consent.added", "consent", consent_id, detail)
        line = _changed(conn, consent_id, now)
    services.waker.wake("engine")
    services.waker.wake("live")
    return line


def revoke(services: Services, by: Account | None, consent_id: int, because: str) -> ConsentLine | Refused:
    """Takes a consent back from now on; whoever does not want calls at all is suppressed besides."""
    if not because.strip():
        return invalid("because", "Say how it was taken back; the log keeps it.")
    now, user = services.clock.now(), by.id if by else None
    with services.db.transaction() as conn:
        if consents.load(conn, consent_id) is None:
            return missing("consent")
        if not consents.revoke(conn, consent_id, now):
            return conflict("This consent was taken back before.")
        detail = {"because": because.strip()}
        audit.record(conn, now, user, "consent.revoked", "consent", consent_id, detail)
        line = _changed(conn, consent_id, now)
    services.waker.wake("live")
    return line


def listing(services: Services, *, lead_id: int | None = None, number: str = "") -> list[ConsentLine] | Refused:
    """The consents of a lead with all its numbers, or of one number; taken back ones included."""
    e164 = read_number(number) if number else None
    with services.db.transaction() as conn:
        if lead_id is not None:
            return consents.of_lead(conn, lead_id)
        if e164 is None:
            return invalid("number", "Give a lead, or a number with its area code, such as (217) 555-0123.")
        return consents.of_number(conn, e164)


def _changed(conn: Connection, consent_id: int, now: datetime) -> ConsentLine:
    """The consent as it is now; its leads are judged anew, as it may be what they were held for."""
    line = consents.load(conn, consent_id)
    assert line is not None, "the row was read or written in this transaction"
    leads = consents.leads_of(conn, line)
    held.judge_again(conn, leads, now)
    live.mark(conn, "lead", *leads)
    return line


def _refused(
    kind: str,
    number: str,
    e164: str | None,
    lead_id: int | None,
    since: datetime,
    until: datetime | None,
    proof: str,
    now: datetime,
) -> Refused | None:
    if kind not in set(ConsentKind):
        return invalid("kind", f"A consent is one of {', '.join(ConsentKind)}.")
    if number and e164 is None:
        return invalid("number", "Give a number with its area code, such as (217) 555-0123.")
    if (e164 is None) == (lead_id is None):
        return invalid("number", "Give either a number or a lead.")
    if not proof.strip():
        return invalid("proof", "Say where the proof is kept; without proof a consent is worth nothing.")
    if since > now:
        return invalid("since", "A consent begins when it is given, not in the future.")
    if until is not None and until <= since:
        return invalid("until", "A consent ends after it begins.")
    return None
