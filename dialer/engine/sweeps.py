"""Timers as inputs: passed moments become events, and what a lost message left behind is put right."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from dialer import calls
from dialer.bootstrap import Services
from dialer.calls import Batch
from dialer.core import agents
from dialer.core.agents import Session, State
from dialer.core.compliance import DialMode
from dialer.engine.legs import dial_leg
from dialer.logs import get_log
from dialer.store import calls as call_rows
from dialer.store import live, queue
from dialer.store import sessions as session_rows
from dialer.store.campaigns_run import campaign_settings
from dialer.store.session import Connection
from telephony.carrier import CarrierError
from telephony.events import AgentLost, DeadlinePassed, HangUpReason

log = get_log(__name__)

LAWFUL_RING = timedelta(seconds=15)
"""No unanswered line is cut before 15 s or four rings: 16 CFR 310.4(b)(4)(ii), 47 CFR 64.1200(a)(6)."""

LOOK_UP_AFTER = timedelta(seconds=20)
"""A call of which nothing was heard for so long is looked up at every slow sweep. Its end, if nobody told us, is known
within this, two sweeps and one look-up that failed: less than a minute."""

ASK_BEFORE = timedelta(seconds=3)
"""So long before the wait for an agent's joining is over, the carrier is asked; that leaves time to ask it again."""

RENAIL_EVERY = timedelta(seconds=5)


def ripen(services: Services, now: datetime) -> None:
    """Leads whose time has come become ready."""
    with services.db.transaction() as conn:
        campaigns = queue.ripen(conn, now)
        live.mark(conn, "campaign", *campaigns)


def pass_deadlines(services: Services, now: datetime) -> None:
    """Waits that are over become events of their calls."""
    with services.db.look() as conn:
        late = call_rows.past_deadline(conn, now)
    if late:

        def work(batch: Batch) -> None:
            batch.lock([call.id for call in late])
            for call in late:
                if call.deadline is not None and call.deadline_at is not None:
                    key = f"{call.id}:deadline:{call.deadline}:{call.deadline_at.timestamp():.3f}"
                    batch.feed_local(DeadlinePassed(call_id=call.id, at=now, event_key=key, deadline=call.deadline))

        calls.change(services, work)


def cut_rung_lines(services: Services, now: datetime) -> None:
    """Lines that have rung for the lawful time and whose agent is taken are let go: by then they are mostly machines,
    and nobody would be there for the person. Predictive campaigns leave this to the pacer, which knows how probably
    somebody will be."""
    with services.db.look() as conn:
        found = call_rows.lines_to_cut(conn, now, LAWFUL_RING)
        campaigns = {campaign_id for _, campaign_id, skipped in found if not skipped}
        in_vain = {campaign_id for campaign_id in campaigns if _for_nobody(conn, campaign_id)}
    lines = [(call_id, skipped) for call_id, campaign_id, skipped in found if skipped or campaign_id in in_vain]
    if lines:

        def work(batch: Batch) -> None:
            for call_id, skipped in lines:
                batch.hang_up(call_id, HangUpReason.skipped if skipped else HangUpReason.sibling_answered)

        calls.change(services, work)


def _for_nobody(conn: Connection, campaign_id: int) -> bool:
    if campaign_settings(conn, campaign_id).mode == DialMode.PREDICTIVE:
        return False
    return not any(s.may_be_given_a_call() for s in session_rows.open_sessions(conn, campaign_id))


def keep_sessions(services: Services, now: datetime) -> None:
    """Ends, pauses and wrap-ups whose moment has come; browsers that are gone; agents' legs that are down."""
    with services.db.look() as conn:
        found = session_rows.open_sessions(conn)
        lines = session_rows.lines_out(conn, [s.id for s in found])
    for session in found:
        if _needs_care(session, now, lines.get(session.id, 0)):
            calls.change(services, partial(_care, services, session.id, now))


def _needs_care(session: Session, now: datetime, lines_out: int) -> bool:
    waiting = bool(session.then) or now >= session.ends_at
    settled = waiting and lines_out == 0 and session.state in (State.READY, State.STARTING, State.PAUSED)
    gone = now - session.seen_at >= agents.UNSEEN_ENDS
    leg = session.leg_state == "down" and session.state is not State.PAUSED
    return settled or gone or leg or _leg_to_renew(session, now, lines_out) or agents.wrap_up_is_over(session, now)


def _leg_to_renew(session: Session, now: datetime, lines_out: int) -> bool:
    """Carriers end a leg at its time; between two calls nobody is left alone by that."""
    return session.state is State.READY and session.leg_runs_out(now) and lines_out == 0


def _care(services: Services, session_id: int, now: datetime, batch: Batch) -> None:
    session = batch.session(session_id)
    if session is None or session.state is State.ENDED:
        return
    lines_out = session_rows.lines_out(batch.conn, [session.id]).get(session.id, 0)
    if now - session.seen_at >= agents.UNSEEN_ENDS:
        _bring_home(batch, session, now, lines_out)
        return
    if agents.wrap_up_is_over(session, now):
        session = agents.freed(session, now)
    if lines_out == 0 and session.state is not State.ENDED:
        if session.state is State.PAUSED and now >= session.ends_at:
            session = agents.ended(session, now, "time_over")
        session = agents.lines_settled(session, now)
    batch.put_session(session)
    if _leg_to_renew(session, now, lines_out) and session.leg_call_id is not None:
        batch.hang_up(session.leg_call_id, HangUpReason.leg_renewed)
        return
    wants_leg = session.state not in (State.ENDED, State.PAUSED) and session.leg_state == "down"
    if wants_leg and _leg_rested(batch, session, now):
        dial_leg(batch, services, session)


def _leg_rested(batch: Batch, session: Session, now: datetime) -> bool:
    """Whether the last try to reach the agent is long enough ago for the next."""
    last = batch.call(session.leg_call_id) if session.leg_call_id else None
    return last is None or (not last.call.is_open and now - last.planned_at >= RENAIL_EVERY)


def _bring_home(batch: Batch, session: Session, now: datetime, lines_out: int) -> None:
    """A browser that stayed away: the person on the line is told that we are sorry, and the session ends."""
    if session.state is State.TALKING and session.current_call_id is not None:
        current = session.current_call_id
        key = f"{current}:browser_gone:{session.id}"
        batch.feed_local(AgentLost(call_id=current, at=now, event_key=key))
        session = batch.session(session.id) or session
    if session.state is State.WRAP_UP:
        session = agents.freed(session, now)
    batch.put_session(agents.end_asked(session, "browser_gone", now, lines_out=lines_out))


def reconcile(services: Services, now: datetime) -> None:
    """Asks the carrier about calls of which nothing was heard, and applies what it says as if it had told us.

    An agent's own leg is quiet for hours; it is asked about all the same, since its loss would leave people alone.
    """
    with services.db.look() as conn:
        quiet = call_rows.silent_since(conn, now - LOOK_UP_AFTER)
    _look_up(services, quiet)


def find_joined(services: Services, now: datetime) -> None:
    """Asks the carrier whether people have met their agents of whom nothing was heard since: a lost report must not
    make us take a conversation for a person left alone, and cut it short."""
    with services.db.look() as conn:
        unheard = call_rows.joining_until(conn, now + ASK_BEFORE)
    _look_up(services, unheard)


def _look_up(services: Services, found: Sequence[tuple[str, str, str | None]]) -> None:
    for call_id, carrier, carrier_call_id in found:
        try:
            news = services.carriers[carrier].look_up(call_id, carrier_call_id)
        except CarrierError as error:
            log.warning("look_up_failed", call_id=call_id, error=type(error).__name__)
            continue
        # Agents' legs are asked for all day and mostly tell what is known: nobody needs to look again for that.
        with services.db.look() as conn:
            is_known = call_rows.are_stored(conn, carrier, news)
        if not is_known:
            calls.apply(services, carrier, news)
