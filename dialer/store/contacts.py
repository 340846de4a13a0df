"""Everything that the judgement asks about a number and its lead, for any number of leads in three queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from dialer.core import subjects
from dialer.core.compliance import (
    REMEMBERED_DAYS,
    Channel,
    Consent,
    ConsentKind,
    Contact,
    LineKind,
    Scope,
    Suppression,
    Why,
)
from dialer.core.leadfile.values import Address
from dialer.core.outcome_kinds import OutcomeKind
from dialer.store.scrub import Registers, registers

LOOK_BACK = timedelta(hours=48)
"""Texts older than that decide nothing: no cap reaches further than a local day and 24 hours."""

CALLS_LOOK_BACK = timedelta(days=REMEMBERED_DAYS + 1)
"""Calls older than that decide nothing but totals; a day more, because days are the lead's."""

CHANNELS = {
    "call": frozenset({Channel.VOICE, Channel.RECORDED}),
    "text": frozenset({Channel.TEXT}),
    "email": frozenset({Channel.EMAIL}),
    "mail": frozenset({Channel.MAIL}),
}
"""The channels of a stored suppression as the rules know them."""

NOT_IN_PERSON = frozenset({Channel.VOICE, Channel.RECORDED, Channel.TEXT})

_LEADS = text("""
    SELECT l.id AS lead_id, p.id AS phone_id, p.e164, p.kind, p.status AS phone_status, p.vendor_dnc,
           l.created_at, l.state, l.zip, l.mailing_state, l.mailing_zip, l.listing_status, l.status, l.hold_reason,
           l.name, l.street, l.unit, l.city, l.mailing,
           l.relisted, l.owner_is_agent, l.litigator, l.do_not_mail, l.last_agent_id, l.last_reached_at,
           (SELECT coalesce(sum(same.attempts), 0) FROM phone same WHERE same.e164 = p.e164) AS number_total,
           (SELECT coalesce(sum(other.attempts), 0) FROM phone other WHERE other.lead_id = l.id) AS lead_total,
           (SELECT min(e.promised_at) FROM enrollment e WHERE e.lead_id = l.id AND e.state <> 'stopped') AS callback_at
      FROM unnest(CAST(:lead_ids AS bigint[]), CAST(:phone_ids AS bigint[])) AS asked(lead_id, phone_id)
      JOIN lead l ON l.id = asked.lead_id
      JOIN phone p ON p.id = asked.phone_id AND p.lead_id = l.id
""")

# One query for what four tables hold, because each round trip costs a claim more than the rows do.
_KNOWN = text("""
    SELECT 'suppression' AS source, scope AS word, reason, e164, lead_id, subject, channels, created_at AS at,
           CAST(NULL AS timestamptz) AS until
      FROM suppression
     WHERE removed_at IS NULL
       AND (e164 = ANY(:numbers) OR lead_id = ANY(:lead_ids) OR (subject <> '' AND subject = ANY(:subjects)))
    UNION ALL
    SELECT 'consent', kind, brokerage, e164, lead_id, '', NULL, since, until FROM consent
     WHERE revoked_at IS NULL AND since <= :now AND (e164 = ANY(:numbers) OR lead_id = ANY(:lead_ids))
    UNION ALL
    SELECT 'attempt', CASE WHEN ended_at IS NOT NULL AND NOT human THEN 'missed' ELSE '' END, '', e164, lead_id, '',
           NULL, opened_at, NULL FROM attempt
     WHERE counts AND NOT inbound AND opened_at >= :calls_since AND (e164 = ANY(:numbers) OR lead_id = ANY(:lead_ids))
    UNION ALL
    SELECT 'refusal', '', '', e164, lead_id, '', NULL, coalesce(disposed_at, opened_at), NULL FROM attempt
     WHERE outcome = :refusal AND (e164 = ANY(:numbers) OR lead_id = ANY(:lead_ids))
    UNION ALL
    SELECT 'text', direction, '', e164, lead_id, '', NULL, created_at, NULL FROM message
     WHERE (e164 = ANY(:numbers) OR lead_id = ANY(:lead_ids)) AND created_at >= :since AND state <> 'failed'
""")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the other tables say, by number and by lead."""

    suppressions: Mapping[str | int, Sequence[Suppression]]
    consents: Mapping[str | int, Sequence[Consent]]
    attempts: Mapping[str | int, Sequence[datetime]]
    missed: Mapping[str | int, Sequence[datetime]]
    refused: Mapping[str | int, Sequence[datetime]]
    texts: Mapping[str | int, Sequence[datetime]]
    wrote: Mapping[str, datetime]
    subjects: Mapping[int, frozenset[str]]
    registers: Registers


def load_contacts(
    conn: Connection,
    pairs: Sequence[tuple[int, int]],
    now: datetime,
    *,
    reservation: timedelta | None = None,
) -> dict[tuple[int, int], Contact]:
    """Contacts by (lead id, phone id). A pair whose phone is not that lead's is left out.

    `reservation` is how long the campaign keeps a lead for the agent who reached it; None: the caller sees to that.
    """
    if not pairs:
        return {}
    asked = {"lead_ids": [lead for lead, _ in pairs], "phone_ids": [phone for _, phone in pairs]}
    rows: list[Any] = [row._mapping for row in conn.execute(_LEADS, asked)]
    known = _known(conn, rows, now)
    return {(row["lead_id"], row["phone_id"]): _contact(row, known, reservation) for row in rows}


# A number of which no lead is known has none of a lead's properties.
_NO_LEAD: Mapping[str, Any] = {
    **dict.fromkeys(("lead_id", "phone_id", "number_total", "lead_total"), 0),
    **dict.fromkeys(("relisted", "owner_is_agent", "litigator", "do_not_mail", "vendor_dnc"), False),
    **dict.fromkeys(
        ("name", "street", "unit", "city", "mailing_state", "mailing_zip", "phone_status", "hold_reason"), ""
    ),
    **dict.fromkeys(("last_agent_id", "last_reached_at", "callback_at"), None),
    "mailing": {},
    "kind": "unknown",
    "listing_status": "unknown",
    "status": "open",
}


def load_number(
    conn: Connection, e164: str, now: datetime, *, state: str = "", zip_code: str = "", lead_id: int = 0
) -> Contact:
    """What is on file about a number by itself, whoever's it is, or about a lead that has none; the place is its
    property's, as far as it is known."""
    row = {**_NO_LEAD, "e164": e164, "state": state, "zip": zip_code, "created_at": now, "lead_id": lead_id}
    return _contact(row, _known(conn, [row], now), None)


def stored_reason(reason: Why) -> str:
    """The word under which a reason is kept in the database."""
    return reason.name.lower()


def subjects_of(row: Mapping[str, Any]) -> frozenset[str]:
    """The households and the organisation that a lead may belong to, by its addresses and its name."""
    mailing = row["mailing"]
    addresses = (
        Address(row["street"], row["unit"], row["city"], row["state"], row["zip"]),
        Address(*(str(mailing.get(part, "")) for part in ("street", "unit", "city", "state", "zip"))),
    )
    found = {subjects.organisation(row["name"]), *map(subjects.household, addresses)}
    return frozenset(subject for subject in found if subject)


def _known(conn: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> _Known:
    of_lead = {row["lead_id"]: subjects_of(row) for row in rows}
    asked = {
        "numbers": list({row["e164"] for row in rows}),
        "lead_ids": list(of_lead),
        "subjects": list(frozenset[str]().union(*of_lead.values())),
        "since": now - LOOK_BACK,
        "calls_since": now - CALLS_LOOK_BACK,
        "refusal": OutcomeKind.not_interested.value,
        "now": now,
    }
    found: dict[str, list[Any]] = defaultdict(list)
    for row in conn.execute(_KNOWN, asked):
        found[row.source].append(row)
    wrote: dict[str, datetime] = {}
    for row in found["text"]:
        if row.word == "in":
            wrote[row.e164] = max(row.at, wrote.get(row.e164, row.at))
    return _Known(
        suppressions=_by_owner(
            (row.e164 or row.subject or None, row.lead_id, _suppression(row)) for row in found["suppression"]
        ),
        consents=_by_owner((row.e164, row.lead_id, _consent(row)) for row in found["consent"]),
        attempts=_by_owner((row.e164, row.lead_id, row.at) for row in found["attempt"]),
        missed=_by_owner((None, row.lead_id, row.at) for row in found["attempt"] if row.word),
        refused=_by_owner((row.e164, row.lead_id, row.at) for row in found["refusal"]),
        texts=_by_owner((row.e164, row.lead_id, row.at) for row in found["text"] if row.word == "out"),
        wrote=wrote,
        subjects=of_lead,
        registers=registers(conn),
    )


def _by_owner(rows: Iterable[tuple[str | None, int | None, Any]]) -> Mapping[str | int, list[Any]]:
    """Each value under its number and under its lead, as far as it names them."""
    found: dict[str | int, list[Any]] = defaultdict(list)
    for e164, lead_id, value in rows:
        for owner in (e164, lead_id):
            if owner is not None:
                found[owner].append(value)
    return found


def _suppression(row: Any) -> Suppression:
    channels = frozenset[Channel]().union(*(CHANNELS.get(word, frozenset()) for word in row.channels))
    scope = Scope.__members__.get(row.word.upper(), Scope.NUMBER)
    # A reason in an operator's own words is a block by the operator.
    reason = Why.__members__.get(row.reason.upper(), Why.OPERATOR)
    return Suppression(scope, reason, row.at, channels)


def _consent(row: Any) -> Consent:
    return Consent(ConsentKind(row.word), row.at, row.reason, row.until)


def _contact(row: Mapping[str, Any], known: _Known, reservation: timedelta | None) -> Contact:
    e164, lead_id = row["e164"], row["lead_id"]
    reached = row["last_reached_at"]
    reserved = reservation is not None and reached is not None and row["last_agent_id"] is not None
    return Contact(
        lead_id=str(lead_id),
        phone=e164,
        kind=LineKind.MOBILE if known.registers.is_wireless(e164) else LineKind(row["kind"]),
        property_zip=row["zip"] or None,
        property_state=row["state"] or None,
        mailing_zip=row["mailing_zip"] or None,
        mailing_state=row["mailing_state"] or None,
        listing_status=row["listing_status"],
        held_reason=None if row["status"] == "open" else row["hold_reason"] or row["status"],
        relisted=row["relisted"],
        owner_is_agent=row["owner_is_agent"],
        vendor_dnc=row["vendor_dnc"],
        suppressions=(
            *_of_record(row),
            *known.suppressions.get(e164, ()),
            *known.suppressions.get(lead_id, ()),
            *(found for subject in known.subjects[lead_id] for found in known.suppressions.get(subject, ())),
            *known.registers.suppressions(e164),
        ),
        scrub=known.registers.status(e164),
        consents=(*known.consents.get(e164, ()), *known.consents.get(lead_id, ())),
        number_attempts=tuple(known.attempts.get(e164, ())),
        lead_attempts=tuple(known.attempts.get(lead_id, ())),
        missed=tuple(known.missed.get(lead_id, ())),
        texts=tuple(known.texts.get(e164, ())),
        lead_texts=tuple(known.texts.get(lead_id, ())),
        refused_at=max((*known.refused.get(e164, ()), *known.refused.get(lead_id, ())), default=None),
        number_total=int(row["number_total"]),
        lead_total=int(row["lead_total"]),
        reserved_by=str(row["last_agent_id"]) if reserved else None,
        reserved_until=reached + reservation if reserved and reservation is not None else None,
        callback_at=row["callback_at"],
        wrote_at=known.wrote.get(e164),
    )


def _of_record(row: Mapping[str, Any]) -> tuple[Suppression, ...]:
    """What the lead's and the number's own record forbid."""
    since = row["created_at"]
    found = (
        (row["litigator"], Suppression(Scope.LEAD, Why.LITIGATOR, since, NOT_IN_PERSON)),
        (row["do_not_mail"], Suppression(Scope.LEAD, Why.DO_NOT_MAIL, since, frozenset({Channel.MAIL}))),
        (row["phone_status"] == "bad", Suppression(Scope.NUMBER, Why.DEAD, since, NOT_IN_PERSON)),
    )
    return tuple(suppression for applies, suppression in found if applies)
