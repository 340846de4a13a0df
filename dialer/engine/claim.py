"""Picking and claiming: judge the first due leads, refuse with reasons, and open a line to each that may be called."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from dialer.config import Settings
from dialer.core import caller_ids
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import (
    CallRules,
    Contact,
    DialMode,
    Reason,
    ReasonCode,
    Verdict,
    may_call,
    open_now,
)
from dialer.house_rules import rules_for
from dialer.store import calls as call_rows
from dialer.store import claims, live, messages, outbox, queue
from dialer.store.calls import StoredCall
from dialer.store.campaigns_run import RunningCampaign
from dialer.store.claims import Claim
from dialer.store.contacts import load_contacts
from dialer.store.queue import Candidate, Refusal
from dialer.store.session import Connection
from telephony.call import OnMachine, Recordings, plan_call
from telephony.numbers import PhoneNumber
from telephony.orders import Detection, PlaceCall, Screening

ROUNDS = 6
"""So many batches of refused leads are looked through in one go; the next step goes on from there."""

NO_CALLER_ID = Reason(ReasonCode.HELD, "campaign", "Every caller ID has reached its daily limit, or none is set up.")


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent for whom lines are opened."""

    session_id: int
    agent_id: int
    lines: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What one campaign's claims are made under."""

    campaign: RunningCampaign
    rules: CallRules
    mode: DialMode
    carrier: str
    now: datetime

    @property
    def reserved_since(self) -> datetime:
        return self.now - timedelta(hours=self.campaign.settings.reservation_hours)


def terms_of(conn: Connection, settings: Settings, campaign: RunningCampaign, now: datetime) -> Terms:
    rules = rules_for(conn, settings, campaign.settings, now)
    return Terms(campaign, rules, DialMode(campaign.settings.mode), settings.carrier.value, now)


def claim_lines(conn: Connection, terms: Terms, seats: Sequence[Seat]) -> int:
    """Opens lines for the agents from the head of the queue; how many. One transaction, one engine at a time."""
    queue.plan_once(conn)
    keys = [key for key in queue.hours_keys(conn, terms.campaign.id) if open_now(key, terms.rules, terms.now)]
    if not keys or not any(seat.lines for seat in seats):
        return 0
    opened: Counter[int] = Counter()
    for _ in range(ROUNDS):
        short = [replace(s, lines=s.lines - opened[s.session_id]) for s in seats if s.lines > opened[s.session_id]]
        wanted = sum(seat.lines for seat in short)
        found = queue.candidates(
            conn,
            campaign_id=terms.campaign.id,
            agent_ids=[seat.agent_id for seat in short],
            open_keys=keys,
            reserved_since=terms.reserved_since,
            now=terms.now,
            count=wanted + 4,
        )
        if not found:
            break
        opened += _claim_batch(conn, terms, short, found)
        if opened.total() >= sum(seat.lines for seat in seats):
            break
    return opened.total()


def _claim_batch(conn: Connection, terms: Terms, seats: Sequence[Seat], found: Sequence[Candidate]) -> Counter[int]:
    """Locks, judges on the locked rows, and claims for all seats together; how many lines of each session."""
    mine = lock(conn, found)
    messages.lock_number(conn, *(c.e164 for c in mine))
    allowed = [
        Claim(candidate, seat.session_id, seat.agent_id, uuid4().hex, verdict.checked)
        for candidate, seat, verdict in _share_out(conn, terms, seats, mine)
    ]
    opened, without = _open(conn, terms, allowed)
    queue.refuse(conn, without, terms.now)
    return Counter(claim.session_id for claim in opened)


def lock(conn: Connection, found: Sequence[Candidate]) -> list[Candidate]:
    """Those of the candidates that are still ready and in nobody else's hand, their rows locked."""
    locked = queue.lock_ready(conn, [c.enrollment_id for c in found])
    return [c for c in found if c.enrollment_id in locked]


def sift(
    conn: Connection, terms: Terms, agent_id: int, locked: Sequence[Candidate], wanted: int
) -> list[tuple[Candidate, Verdict]]:
    """The first `wanted` of them that may be called; those met before that may not are refused with their reasons, so
    that they are not met again at once."""
    shared = _share_out(conn, terms, [Seat(0, agent_id, wanted)], locked)
    return [(candidate, verdict) for candidate, _, verdict in shared]


def _share_out(
    conn: Connection, terms: Terms, seats: Sequence[Seat], locked: Sequence[Candidate]
) -> list[tuple[Candidate, Seat, Verdict]]:
    """The first of the candidates that may be called, each for the first of the agents who still wants one and may have
    it; those met before that may not be called are refused with their reasons."""
    contacts = load_contacts(conn, [(c.lead_id, c.phone_id) for c in locked], terms.now)
    allowed: list[tuple[Candidate, Seat, Verdict]] = []
    refused: list[Refusal] = []
    left = Counter({seat.session_id: seat.lines for seat in seats})
    for candidate in locked:
        if not left.total():
            break
        seat = next((s for s in seats if left[s.session_id] and candidate.may_go_to(s.agent_id)), None)
        if seat is None:
            continue
        verdict = judge(contacts[candidate.lead_id, candidate.phone_id], terms, seat.agent_id)
        if verdict.allowed:
            allowed.append((candidate, seat, verdict))
            left[seat.session_id] -= 1
        else:
            refused.append(_refusal(candidate, verdict))
    queue.refuse(conn, refused, terms.now)
    return allowed


def claim_chosen(conn: Connection, terms: Terms, seat: Seat, chosen: Candidate) -> Verdict:
    """Opens a line to a lead that the agent picked; the verdict says why not."""
    messages.lock_number(conn, chosen.e164)
    contacts = load_contacts(conn, [(chosen.lead_id, chosen.phone_id)], terms.now)
    verdict = judge(contacts[chosen.lead_id, chosen.phone_id], terms, seat.agent_id)
    if not verdict.allowed:
        return verdict
    claim = Claim(chosen, seat.session_id, seat.agent_id, uuid4().hex, verdict.checked)
    opened, _ = _open(conn, terms, [claim])
    return verdict if opened else Verdict((_BUSY,), None, verdict.checked)


def judge(contact: Contact, terms: Terms, agent_id: int | None) -> Verdict:
    """May this number be called now, by this agent, in the campaign's way of dialing?"""
    agent = str(agent_id) if agent_id is not None else None
    return may_call(contact, terms.rules, terms.now, agent_id=agent, mode=terms.mode)


def _refusal(candidate: Candidate, verdict: Verdict) -> Refusal:
    reasons = tuple({"code": r.code.value, "rule_id": r.rule_id, "sentence": r.sentence} for r in verdict.reasons)
    return Refusal(candidate.enrollment_id, reasons, verdict.not_before)


def _open(conn: Connection, terms: Terms, allowed: Sequence[Claim]) -> tuple[list[Claim], list[Refusal]]:
    """Writes attempts, calls and orders; which, and the leads for which no caller ID was left."""
    if not allowed:
        return [], []
    shown = _caller_ids(conn, terms, allowed)
    with_number = [claim for claim in allowed if shown(claim) is not None]
    without = [c for c in allowed if shown(c) is None]
    later = terms.now + timedelta(minutes=15)
    refusals = [Refusal(c.candidate.enrollment_id, _refusal_words(NO_CALLER_ID), later) for c in without]
    attempts = claims.open_attempts(conn, terms.campaign.id, with_number, terms.now) if with_number else {}
    opened = [claim for claim in with_number if claim.call_id in attempts]
    orders, lines = [], []
    for claim in opened:
        caller_id = shown(claim)
        assert caller_id is not None, "claims without a caller ID were refused above"
        order = _place_call(terms, claim, caller_id)
        lines.append(_line(terms, claim, order, attempts[claim.call_id]))
        orders.append((terms.carrier, order))
    call_rows.insert_all(conn, lines)
    outbox.write(conn, orders, terms.now)
    claims.count_dials(conn, Counter(str(order.from_) for _, order in orders), terms.now.date())
    claims.mark_claimed(conn, [c.candidate.enrollment_id for c in opened])
    busy = [c for c in with_number if c.call_id not in attempts]
    refusals += [
        Refusal(c.candidate.enrollment_id, _refusal_words(_BUSY), terms.now + timedelta(minutes=1)) for c in busy
    ]
    live.mark(conn, "call", *(c.call_id for c in opened))
    return opened, refusals


_BUSY = Reason(ReasonCode.RESERVED, "lead", "This person or number is on another line just now.")


def _refusal_words(reason: Reason) -> tuple[dict[str, str], ...]:
    return ({"code": reason.code.value, "rule_id": reason.rule_id, "sentence": reason.sentence},)


def _caller_ids(conn: Connection, terms: Terms, allowed: Sequence[Claim]) -> Callable[[Claim], str | None]:
    """The number to show on each of these calls."""
    if not allowed:
        return lambda claim: None
    options = claims.caller_ids(conn, terms.campaign.id, terms.now)
    known = claims.known_caller_ids(conn, [c.candidate.lead_id for c in allowed])
    used: dict[str, int] = {}
    chosen: dict[str, str | None] = {}
    for claim in allowed:
        number = caller_ids.choose(options, known.get(claim.candidate.lead_id), claim.candidate.e164, used)
        chosen[claim.call_id] = number
        if number is not None:
            used[number] = used.get(number, 0) + 1
    return lambda claim: chosen[claim.call_id]


def _place_call(terms: Terms, claim: Claim, caller_id: str) -> PlaceCall:
    settings = terms.campaign.settings
    first = settings.screening == "detect_first"
    return PlaceCall(
        call_id=claim.call_id,
        to=PhoneNumber.parse(claim.candidate.e164),
        from_=PhoneNumber.parse(caller_id),
        ring_seconds=settings.ring_seconds,
        max_seconds=settings.max_call_minutes * 60,
        screening=Screening.first if first else Screening.alongside,
        detection=_detection(settings),
    )


def _detection(settings: CampaignSettings) -> Detection | None:
    chosen = Detection(settings.machine_greeting_ms, settings.machine_pause_ms, settings.machine_decide_ms)
    return chosen if chosen != Detection() else None


def _line(terms: Terms, claim: Claim, order: PlaceCall, attempt_id: int) -> tuple[StoredCall, str, str]:
    """The call of a claim, with the number and the caller ID."""
    settings = terms.campaign.settings
    on_machine = OnMachine.label if settings.screening == "label" else OnMachine.hang_up
    call = plan_call(
        order,
        terms.now,
        on_machine=on_machine,
        recordings=Recordings(voicemail=settings.voicemail_message or None),
    )
    stored = StoredCall(call, terms.carrier, claim.session_id, attempt_id, terms.campaign.id, None, terms.now)
    return stored, str(order.to), str(order.from_)
