"""Applies what we are told about calls: lock, advance, decide who gets an answer, save, promise orders; one commit.

Every process may do this: the engine with a carrier's events, a webhook with its own, a click with an agent's. The
answer is the arbiter: in the transaction that stores "answered", one statement on the session rows gives the call to
one agent or to none, and the order that follows from it is written beside it.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from dialer import transfers, wishes
from dialer.bootstrap import Services
from dialer.core import agents
from dialer.core.agents import Session, State
from dialer.core.attempts import WITH_AGENT, Evidence, evidence
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import DialMode
from dialer.logs import get_log
from dialer.store import calls as call_rows
from dialer.store import evidence as evidence_rows
from dialer.store import listeners, live, outbox
from dialer.store import sessions as session_rows
from dialer.store.calls import StoredCall
from dialer.store.campaigns_run import campaign_settings
from dialer.store.session import Connection, repeat_on_conflict, wait_at_most
from dialer.taping import Talk, order_for
from telephony.call import CallState, Fact, advance
from telephony.events import (
    AgentAssigned,
    AgentLost,
    CallEvent,
    Ended,
    HangUpAsked,
    HangUpReason,
    NoAgent,
)
from telephony.orders import BridgeToAgent, CallRole, HangUp, Order, Screening

log = get_log(__name__)

T = TypeVar("T")

SHARED_LOCK_SECONDS = 0.25
"""How long many reports together wait for a row that somebody else has locked, before each goes its own way."""


def apply(services: Services, carrier: str, events: Sequence[CallEvent]) -> None:
    """Applies events in the given order, durably and once each; wakes the engine and the screens."""
    if not events:
        return
    now = services.clock.now()

    repeat_on_conflict(services.db, partial(apply_in, carrier=carrier, events=events, now=now))
    services.waker.wake("engine", "live")


def apply_in(
    conn: Connection, *, carrier: str, events: Sequence[CallEvent], now: datetime, owner: str | None = None
) -> "Batch":
    """Applies events in the running transaction; whoever calls this wakes the others after its commit.

    Calls are locked before their events are stored, here as everywhere: in the other order two reports of the same
    event could wait for each other.

    The orders that connect and end calls whose names at the carrier begin with `owner` are the caller's to carry out,
    `taken` of what is returned: its process does so in the moment of their cause. Everything else is the engine's.
    """
    with Batch(conn, now, owner) as batch:
        batch.lock([event.call_id for event in events])
        batch.take(carrier, events)
    return batch


def apply_unheld(services: Services, carrier: str, events: Sequence[CallEvent]) -> frozenset[str]:
    """Applies events of many calls in one transaction, but for calls that are unknown or that somebody else has locked;
    those, to be applied one by one. Raises, with nothing applied, where anything else stands in the way for long."""
    now = services.clock.now()
    asked = {event.call_id for event in events}
    with services.db.transaction() as conn:
        wait_at_most(conn, SHARED_LOCK_SECONDS)
        with Batch(conn, now) as batch:
            held = asked - batch.lock_unheld(asked)
            batch.take(carrier, [event for event in events if event.call_id not in held])
    if held != asked:
        services.waker.wake("engine", "live")
    return frozenset(held)


def change(services: Services, work: Callable[["Batch"], T]) -> T:
    """Runs a change of sessions and calls that starts with us, in one transaction; wakes the engine and the screens."""
    now = services.clock.now()

    def run(conn: Connection) -> T:
        with Batch(conn, now) as batch:
            return work(batch)

    result = repeat_on_conflict(services.db, run)
    services.waker.wake("engine", "live")
    return result


class Batch:
    """One transaction's calls and sessions: locked when first needed, written back together at the end."""

    def __init__(self, conn: Connection, now: datetime, owner: str | None = None) -> None:
        self.conn = conn
        self.now = now
        self.taken: list[tuple[int, Order]] = []
        """In the end, orders for calls of `owner`, as (row, order): marked as being sent, to be carried out at once."""
        self.has_promised = False
        """In the end, whether there are orders for the engine."""
        self._owner = owner
        self.over: set[str] = set()
        """Calls known to be over already: their answer, told late, gets no agent."""
        self._calls: dict[str, StoredCall] = {}
        self._changed: dict[str, StoredCall] = {}
        self._sessions: dict[int, Session] = {}
        self._settings: dict[int, CampaignSettings] = {}
        self._changed_sessions: set[int] = set()
        self._orders: list[tuple[str, Order]] = []
        self._local: list[tuple[str, CallEvent]] = []
        self._finished: list[int] = []
        self._finished_calls: list[str] = []

    def __enter__(self) -> "Batch":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()

    # Reading, with locks

    def lock(self, call_ids: Sequence[str]) -> None:
        """Locks calls that are not locked yet."""
        missing = sorted(set(call_ids) - self._calls.keys())
        if missing:
            self._calls |= call_rows.lock(self.conn, missing)

    def lock_unheld(self, call_ids: Collection[str]) -> set[str]:
        """Locks those calls that nobody else has locked; their ids."""
        found = call_rows.lock(self.conn, sorted(call_ids), skip_held=True)
        self._calls |= found
        return set(found)

    def call(self, call_id: str) -> StoredCall | None:
        self.lock([call_id])
        return self._calls.get(call_id)

    def locked(self, call_id: str) -> StoredCall | None:
        """The call as it is now, if it was there to be locked; asks nobody."""
        return self._calls.get(call_id)

    def session(self, session_id: int) -> Session | None:
        """The session, locked."""
        if session_id not in self._sessions:
            found = session_rows.lock(self.conn, session_id)
            if found is None:
                return None
            self._sessions[session_id] = found
        return self._sessions[session_id]

    def settings(self, campaign_id: int) -> CampaignSettings:
        """The campaign's choices, the same for the whole transaction."""
        if campaign_id not in self._settings:
            self._settings[campaign_id] = campaign_settings(self.conn, campaign_id)
        return self._settings[campaign_id]

    # Changing

    def add(self, fresh: StoredCall, *, e164: str, caller_id: str) -> None:
        """Takes a call that is not stored yet."""
        call_rows.insert(self.conn, fresh, e164=e164, caller_id=caller_id)
        self._calls[fresh.call.id] = self._changed[fresh.call.id] = fresh

    def keep(self, stored: StoredCall) -> None:
        """Takes note of a changed place of a call in the product, which the caller has written."""
        self._calls[stored.call.id] = stored

    def put_session(self, changed: Session) -> None:
        """Takes a changed session; its leg is hung up when this ends it."""
        before = self._sessions.get(changed.id)
        self._sessions[changed.id] = changed
        self._changed_sessions.add(changed.id)
        over = changed.state is State.ENDED and (before is None or before.state is not State.ENDED)
        if over and changed.leg_call_id is not None:
            self.hang_up(changed.leg_call_id, HangUpReason.session_ended)
            for here in listeners.of_sessions(self.conn, [changed.id]):
                self.hang_up(here.call_id, HangUpReason.session_ended)

    def order(self, carrier: str, order: Order) -> None:
        self._orders.append((carrier, order))

    def hang_up(self, call_id: str, why: HangUpReason) -> None:
        """Asks a call to end; once per reason, however often it is asked."""
        self.feed_local(HangUpAsked(call_id=call_id, at=self.now, event_key=f"{call_id}:hang_up:{why}", why=why))

    def feed_local(self, event: CallEvent) -> None:
        """An event of our own: stored like any other, then applied."""
        stored = self.call(event.call_id)
        if stored is not None:
            self._local.append((stored.carrier, event))
            self.feed(event)

    def take(self, carrier: str, events: Sequence[CallEvent]) -> None:
        """Stores what a carrier said about calls that are locked, and applies what is new of it."""
        fresh = call_rows.insert_events(self.conn, carrier, events, self.now)
        self.over = {event.call_id for event in fresh if isinstance(event, Ended)}
        for event in fresh:
            self.feed(event)

    def feed(self, event: CallEvent) -> None:
        """Applies one event to its call, asks the arbiter where the call wants an agent, and follows the effects."""
        stored = self.call(event.call_id)
        if stored is None:
            log.warning("event_for_unknown_call", call_id=event.call_id, kind=type(event).__name__)
            return
        before = stored.call
        step = advance(before, event)
        if step.call is not before:
            stored = stored.with_call(step.call)
            self._calls[event.call_id] = self._changed[event.call_id] = stored
        self._orders += [(stored.carrier, order) for order in step.orders]
        if Fact.connected in step.facts and step.call.role is CallRole.lead and stored.campaign_id is not None:
            settings = self.settings(stored.campaign_id)
            talk = Talk(step.call.id, stored.carrier, step.call.carrier_call_id, settings)
            wanted = order_for(self.conn, talk, self.now)
            self._orders += [(stored.carrier, wanted)] if wanted is not None else []
        if Fact.opted_out in step.facts:
            wishes.by_key(self.conn, step.call.id, self.now)
        if before.is_open and not step.call.is_open:
            self._finished_calls.append(step.call.id)
            if stored.attempt_id is not None:
                self._finished.append(stored.attempt_id)
        if step.call.role is CallRole.agent_leg:
            self._follow_leg(stored, before.state)
        elif step.call.wants_agent and not before.wants_agent:
            self._arbitrate(stored)
        elif before.state in WITH_AGENT and step.call.state not in WITH_AGENT:
            transfers.call_over(self, step.call.id)
            self.release_agent(step.call.id)

    # Effects

    def seat(self, call_id: str) -> None:
        """Gives a person who waits, and has not waited too long, to an agent who has become free meanwhile."""
        stored = self.call(call_id)
        if stored is None or not stored.call.wants_agent:
            return
        if stored.call.deadline_at is not None and self.now < stored.call.deadline_at:
            self._arbitrate(stored)

    def _arbitrate(self, stored: StoredCall) -> None:
        """Gives an answered call to an agent, or to nobody: then the machine plays who called, and it counts.

        Where an agent may become free in time the person waits for that until the call's own deadline.
        """
        call_id = stored.call.id
        chosen = None
        if stored.campaign_id is not None and call_id not in self.over:
            chosen = self._free_agent(stored.campaign_id, stored.session_id)
        if chosen is None or chosen.leg_call_id is None:
            if self._may_wait(stored):
                return
            self.feed_local(NoAgent(call_id=call_id, at=self.now, event_key=f"{call_id}:no_agent"))
            return
        self.put_session(agents.given_call(chosen, call_id, self.now))
        self.give(call_id, chosen.id)
        key = f"{call_id}:assigned:{chosen.leg_call_id}"
        self.feed_local(AgentAssigned(call_id=call_id, at=self.now, event_key=key, agent_leg_id=chosen.leg_call_id))
        self._cut_siblings(chosen, call_id)

    def _may_wait(self, stored: StoredCall) -> bool:
        """The predictive pacer counts on the agents who become free before a person's patience ends. The other ways of
        dialing do not, and whom a detector has kept in silence waits no longer."""
        call = stored.call
        if stored.campaign_id is None or call.id in self.over or call.screening is Screening.first:
            return False
        if call.deadline_at is None or call.deadline_at <= self.now:
            return False
        predictive = self.settings(stored.campaign_id).mode == DialMode.PREDICTIVE
        return predictive and session_rows.anybody_busy(self.conn, stored.campaign_id)

    def _free_agent(self, campaign_id: int, preferred: int | None) -> Session | None:
        """A free agent, skipping those whom this very transaction has already given a call."""
        found = session_rows.lock_free_agent(self.conn, campaign_id, preferred, not_these=tuple(self._changed_sessions))
        if found is not None:
            self._sessions[found.id] = found
            return found
        held = (self._sessions[i] for i in self._changed_sessions)
        free = (s for s in held if s.campaign_id == campaign_id and s.may_be_given_a_call())
        return next(free, None)

    def _cut_siblings(self, session: Session, answered_id: str) -> None:
        """Where the operator chose so, the other lines of this agent end at once; else they ring on (see sweeps)."""
        if not self.settings(session.campaign_id).cuts_at_once:
            return
        for line in call_rows.open_lines(self.conn, session.id):
            if line.call.id != answered_id and line.call.milestones.answered_at is None:
                self.hang_up(line.call.id, HangUpReason.sibling_answered)

    def give(self, call_id: str, session_id: int) -> None:
        """The call is that session's from now on."""
        stored = self.call(call_id)
        assert stored is not None, "only a stored call is given to anybody"
        self._calls[call_id] = self._changed[call_id] = stored.given_to(session_id)

    def release_agent(self, call_id: str) -> None:
        """The agent is free of this call: it ended, was hung up or handed over, or now hears a recorded message."""
        stored = self._calls[call_id]
        session = self.session(stored.agent_session_id) if stored.agent_session_id is not None else None
        if session is None or session.current_call_id != stored.call.id:
            return
        if stored.attempt_id is None:
            # A caller whom we do not know: there is no lead whose result could be asked for.
            self.put_session(agents.freed(session, self.now))
            return
        disposition, _ = evidence_rows.disposition_of(self.conn, stored.attempt_id)
        settings = self.settings(session.campaign_id)
        done = agents.call_over(session, self.now, wrap_up_seconds=settings.wrap_up_seconds, disposed=bool(disposition))
        self.put_session(done)

    def _follow_leg(self, stored: StoredCall, before: CallState) -> None:
        """The agent's own leg came up or is gone; a person left alone by that hears that we are sorry."""
        leg = stored.call
        if stored.session_id is None:
            if leg.state is not before and not transfers.follow_leg(self, stored):
                self._follow_listener(stored)
            return
        session = self.session(stored.session_id) if stored.session_id is not None else None
        if session is None or session.leg_call_id != leg.id or leg.state is before:
            return
        if leg.state is CallState.talking:
            self.put_session(agents.leg_changed(session, "up", self.now))
        elif leg.state in (CallState.closing, CallState.ended):
            self.put_session(agents.leg_changed(session, "down", self.now))
            current = session.current_call_id
            if current is not None and session.state is State.TALKING:
                self.feed_local(AgentLost(call_id=current, at=self.now, event_key=f"{current}:lost:{leg.id}"))
            elif session.state is State.TALKING:
                transfers.colleague_lost(self, session.id)

    def _follow_listener(self, stored: StoredCall) -> None:
        """A manager's leg reached the agent's room, or is gone."""
        leg = stored.call
        here = listeners.of_leg(self.conn, leg.id)
        if here is None:
            return
        if leg.state is CallState.talking:
            listeners.arrived(self.conn, here.id)
            # They may have chosen another way of being heard while they were put through; the row is ours from here on.
            wished = listeners.of_leg(self.conn, leg.id)
            order = wished.wish(leg.carrier_call_id) if wished is not None else None
            self._orders += [(stored.carrier, order)] if order is not None else []
        elif leg.state in (CallState.closing, CallState.ended):
            listeners.gone(self.conn, here.id, self.now)
        live.mark(self.conn, "session", here.session_id)

    # Writing

    def _flush(self) -> None:
        changed = list(self._changed.values())
        for carrier in {carrier for carrier, _ in self._local}:
            events = [event for whose, event in self._local if whose == carrier]
            call_rows.insert_events(self.conn, carrier, events, self.now)
        call_rows.save(self.conn, changed)
        leads = self._save_evidence(changed)
        session_rows.save(self.conn, [self._sessions[session_id] for session_id in sorted(self._changed_sessions)])
        self._promise()
        unsent = [i for i in self._finished_calls if self._calls[i].call.milestones.sent_at is None]
        outbox.cancel_unsent(self.conn, unsent)
        lines = [s.call.id for s in changed if s.call.role is CallRole.lead]
        live.mark_all(self.conn, {"lead": sorted(leads), "call": lines, "session": sorted(self._changed_sessions)})

    def _promise(self) -> None:
        """Writes the orders; those that the caller carries out itself as taken."""
        own = {order.key for _, order in self._orders if self._is_own(order)}
        promised = [each for each in self._orders if each[1].key not in own]
        outbox.write(self.conn, promised, self.now)
        self.has_promised = bool(promised)
        taken = [each for each in self._orders if each[1].key in own]
        self.taken = outbox.write_taken(self.conn, taken, self.now)

    def _is_own(self, order: Order) -> bool:
        if self._owner is None or not isinstance(order, BridgeToAgent | HangUp):
            return False
        stored = self._calls.get(order.call_id)
        return stored is not None and (stored.call.carrier_call_id or "").startswith(self._owner)

    def _save_evidence(self, changed: Sequence[StoredCall]) -> frozenset[int]:
        """Notes on attempts what their calls show; the leads concerned."""
        shown: dict[int, tuple[Evidence, int | None]] = {}
        for stored in changed:
            if stored.attempt_id is not None:
                shown[stored.attempt_id] = (evidence(stored.call), stored.agent_session_id)
        leads = evidence_rows.save(self.conn, shown)
        evidence_rows.finish_phones(self.conn, self._finished)
        return leads
