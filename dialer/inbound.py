"""Calls that come to us: offered to one agent after the other, else sent to the voicemail with a text back.

A caller is never put into a session unasked: the agent sees who it is and takes the call or lets it pass. Whoever
calls us has been reached, so from the first ring nothing goes out to them by itself until the call is over.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from dialer import refusals
from dialer.bootstrap import Services
from dialer.calls import Batch, change
from dialer.core.agents import UNSEEN_STOPS_DIALING, Session
from dialer.core.inbound import OFFER_LASTS, Free, next_to_ask
from dialer.core.next_number import Choice
from dialer.core.picking import Priority
from dialer.core.sequences import CallAt, Purpose
from dialer.core.sequences.ready_made import CALLED_US
from dialer.followup import settle
from dialer.followup.plan import with_call
from dialer.logs import get_log
from dialer.refusals import Refused
from dialer.store import enrollments, live, messages, numbers, touches
from dialer.store import inbound as rows
from dialer.store.calls import StoredCall
from dialer.store.campaigns_run import campaign_settings
from dialer.store.enrollments import Place
from dialer.store.inbound import Inbound
from dialer.store.session import Connection
from dialer.store.touches import NewTouch
from telephony.call import CallState, arrived_call
from telephony.events import Answered, CallArrived, HangUpReason

log = get_log(__name__)

CALL_SOON = timedelta(minutes=2)
"""When a caller whom nobody could take is called back: after the text that says so."""

GONE = "This caller is with somebody else, or has hung up."


def arrive(services: Services, carrier: str, event: CallArrived) -> None:
    """Somebody rings: offers the call, or sends it to the voicemail where nobody is free."""
    change(services, partial(arrive_in, carrier=carrier, event=event))


def arrive_in(batch: Batch, *, carrier: str, event: CallArrived) -> None:
    """The same in a running transaction; the same report again changes nothing."""
    messages.lock_number(batch.conn, event.carrier_call_id)
    if batch.call(event.call_id) is not None:
        return
    e164 = str(event.from_) if event.from_ is not None else ""
    stored = StoredCall(arrived_call(event), carrier, None, None, None, None, batch.now)
    batch.add(stored, e164=e164, caller_id=str(event.to))
    known = rows.whose(batch.conn, e164)
    rows.add(batch.conn, event.call_id, known, batch.now)
    log.info("call_arrived", call_id=event.call_id, known=known is not None)
    if known is not None:
        _hold_back(batch.conn, known.lead_id, batch.now)
        live.mark(batch.conn, "lead", known.lead_id)
    _ask_next(batch, event.call_id)


def take(batch: Batch, session: Session, call_id: str) -> Refused | None:
    """The agent takes the call: it becomes a contact of the lead and is bridged at once."""
    stored, call = batch.call(call_id), rows.lock(batch.conn, call_id)
    if stored is None or call is None or call.offered_to != session.id or stored.call.state is not CallState.ringing:
        return refusals.conflict(GONE)
    if not session.may_be_given_a_call():
        return refusals.conflict("Finish the call in hand first: give it a result.")
    attempt_id = _open_contact(batch, call, session)
    rows.give_call(batch.conn, call_id, session_id=session.id, campaign_id=session.campaign_id, attempt_id=attempt_id)
    batch.keep(replace(stored, session_id=session.id, campaign_id=session.campaign_id, attempt_id=attempt_id))
    rows.take(batch.conn, call_id, session.agent_id)
    batch.feed_local(Answered(call_id=call_id, at=batch.now, event_key=f"{call_id}:taken"))
    return None


def let_pass(batch: Batch, session: Session, call_id: str) -> Refused | None:
    """The agent declines: the next one is asked."""
    batch.lock([call_id])
    call = rows.lock(batch.conn, call_id)
    if call is None or call.offered_to != session.id:
        return refusals.conflict(GONE)
    _ask_next(batch, call_id)
    return None


def sweep(services: Services, now: datetime) -> None:
    """Moves offers on whose time is over, and draws the consequences of calls that ended."""
    with services.db.look() as conn:
        stale, over = rows.stale_offers(conn, now), rows.over(conn)
    for call_id in stale:
        change(services, partial(_move_on, call_id=call_id))
    for call_id in over:
        change(services, partial(_close, call_id=call_id))


def _move_on(batch: Batch, call_id: str) -> None:
    stored = batch.call(call_id)
    if (
        stored is not None
        and stored.call.state is CallState.ringing
        and call_id in rows.stale_offers(batch.conn, batch.now)
    ):
        _ask_next(batch, call_id)


def _ask_next(batch: Batch, call_id: str) -> None:
    """Offers the call to the next agent; with nobody left the caller is asked for a message."""
    rows.lock_offers(batch.conn)
    call = rows.lock(batch.conn, call_id)
    assert call is not None, "the row was written with the call"
    live.mark(batch.conn, "session", *([call.offered_to] if call.offered_to is not None else []))
    chosen = next_to_ask(
        _who_may(batch, call), tried=call.tried, last_agent=call.last_agent, campaign_id=call.campaign_id
    )
    if chosen is None:
        rows.to_voicemail(batch.conn, call_id)
        batch.feed_local(Answered(call_id=call_id, at=batch.now, event_key=f"{call_id}:voicemail"))
        return
    rows.offer(batch.conn, call_id, chosen.session_id, batch.now + OFFER_LASTS, [*call.tried, chosen.session_id])
    live.mark(batch.conn, "session", chosen.session_id)


def _who_may(batch: Batch, call: Inbound) -> list[Free]:
    """Free agents, as far as they may work the lead's campaign."""
    free = rows.free(batch.conn, batch.now - UNSEEN_STOPS_DIALING)
    team = campaign_settings(batch.conn, call.campaign_id).agents if call.campaign_id is not None else ()
    return [each for each in free if not team or each.agent_id in team]


def _open_contact(batch: Batch, call: Inbound, session: Session) -> int | None:
    """The attempt that will carry the result; None for unknown callers and while another try has the say."""
    conn = batch.conn
    if call.lead_id is None or call.enrollment_id is None:
        return None
    other = rows.unsettled(conn, call.lead_id)
    if other is not None and other.is_over:
        settle(other.attempt_id, conn, batch.now)
    elif other is not None:
        batch.hang_up(other.call_id, HangUpReason.skipped)
    place = enrollments.lock(conn, call.enrollment_id)
    attempt_id = rows.open_attempt(conn, call, session.id, session.agent_id, batch.now)
    if attempt_id is not None and place is not None:
        enrollments.save(conn, replace(place, state="claimed", paused_at=None))
    live.mark(conn, "lead", call.lead_id)
    return attempt_id


def _hold_back(conn: Connection, lead_id: int, now: datetime) -> None:
    """Nothing goes out by itself to somebody who is on the line with us."""
    for place in enrollments.lock_of_leads(conn, [lead_id]):
        if place.paused_at is None:
            enrollments.save(conn, replace(enrollments.paused(place, now, place.priority), paused_at=now))
            live.mark(conn, "campaign", place.campaign_id)


def _close(batch: Batch, call_id: str) -> None:
    """The call is over: what it held back goes on, and whoever was missed is texted and called first."""
    conn = batch.conn
    batch.lock([call_id])
    call = rows.lock(conn, call_id)
    if call is None or call.state == "over":
        return
    rows.close(conn, call_id, batch.now)
    live.mark(conn, "session", *([call.offered_to] if call.offered_to is not None else []))
    if call.lead_id is None:
        return
    for place in enrollments.lock_of_leads(conn, [call.lead_id]):
        if place.paused_at == call.at:
            place = _resumed(place, batch.now)
            enrollments.save(conn, place)
        missed = call.taken_by is None and place.id == call.enrollment_id and place.state != "claimed"
        if missed and place.paused_at is None:
            _make_good(conn, call, place, batch.now)
        live.mark(conn, "campaign", place.campaign_id)
    live.mark(conn, "lead", call.lead_id)


def _resumed(place: Place, now: datetime) -> Place:
    due = place.state == "waiting" and place.next_call_at is not None and place.next_call_at <= now
    return replace(place, paused_at=None, state="ready" if due else place.state)


def _make_good(conn: Connection, call: Inbound, place: Place, now: datetime) -> None:
    """A text at once, and the call back before all others."""
    back = CallAt(
        at=now + CALL_SOON,
        step=place.position,
        label=Purpose.called_us.sentence,
        purpose=Purpose.called_us,
        number=Choice.same,
        priority=Priority.REPLIED,
    )
    known = numbers.of_lead(conn, place.lead_id, now)
    enrollments.save(conn, with_call(place, back, known, call.phone_id, now))
    text_back = NewTouch(
        enrollment_id=place.id,
        lead_id=place.lead_id,
        campaign_id=place.campaign_id,
        cause=f"inbound:{call.call_id}",
        step=place.position,
        channel="text",
        purpose=Purpose.called_us.value,
        label="Text to a caller whom nobody could take",
        due_at=now,
        attempt_id=None,
        template=CALLED_US,
        agent_id=call.last_agent,
    )
    touches.plan(conn, [text_back])
