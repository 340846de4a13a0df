"""Pacing: for each campaign with agents, ask how many lines to open, claim them, and say what was in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from dialer import calls
from dialer.bootstrap import Services
from dialer.calls import Batch
from dialer.core.agents import Session
from dialer.core.compliance import open_now
from dialer.core.learning import Experience, Learned
from dialer.core.metrics import LEDGER_DAYS
from dialer.core.pacing import AgentState, DialPlan, Floor, Ledger, Limit, PaceMode, Reach, lines_to_open
from dialer.engine.bucket import Bucket
from dialer.engine.claim import Seat, Terms, claim_lines, terms_of
from dialer.engine.paces import ledger_of, limits_of, pace_of, spend_left
from dialer.engine.sweeps import LAWFUL_RING, pass_deadlines
from dialer.learning import Lessons, hour_of
from dialer.store import calls as call_rows
from dialer.store import campaigns_run, floor, live, network_reach, queue
from dialer.store.campaigns_run import RunningCampaign
from dialer.store.session import Connection
from telephony.capacity import LONG_AGO
from telephony.events import HangUpReason

LEDGER_KEPT = timedelta(seconds=2)
SPEND_KEPT = timedelta(seconds=1)
LEARNED_EVERY = timedelta(seconds=1)
REACH_KEPT = timedelta(seconds=1)

BEHIND_FOR = timedelta(seconds=2)
"""A machine that is behind for longer is not helped by more lines, and managers are told."""


@dataclass(slots=True)
class Pacer:
    """Keeps what may be a little old between two looks: the ledgers, what the calls have taught, and the carrier's
    calls per second."""

    services: Services
    bucket: Bucket
    channels: int
    still_leads: Callable[[Connection], bool]
    """Asked inside each claiming transaction: an engine that was frozen must not dial on with an old lease."""
    clock_believed: bool = True
    """Whether the time of day may decide about legal hours; the engine's loop sees when it was set."""
    _spend: tuple[datetime, int] = (LONG_AGO, 0)
    _ledgers: dict[int, tuple[datetime, Ledger]] = field(default_factory=dict)
    _lessons: dict[int, Lessons] = field(default_factory=dict)
    _reaches: dict[int, tuple[datetime, Reach]] = field(default_factory=dict)

    def open_lines(self) -> int:
        """Opens what every campaign may open now; how many lines."""
        now = self.services.clock.now()
        with self.services.db.look() as conn:
            running = campaigns_run.with_open_sessions(conn)
        return sum(self._open_for(campaign, now) for campaign in running)

    def _open_for(self, campaign: RunningCampaign, now: datetime) -> int:
        with self.services.db.transaction() as conn:
            if not self.still_leads(conn):
                return 0
            present, sessions = floor.load(conn, campaign.id, now)
            plan = self._plan(conn, campaign, present, sessions, now)
            opened = 0
            # Asked again under the lease's lock: everything may have been stopped since the campaigns were read.
            if plan.count and campaigns_run.is_running(conn, campaign.id):
                terms = terms_of(conn, self.services.settings, campaign, now)
                opened = claim_lines(conn, terms, _seats(sessions, plan, now))
                named = opened == plan.count or plan.limited_by is Limit.CARRIER
                plan = plan if named else _short_of_leads(conn, terms, plan)
            shown = Limit.NOBODY_READY if not sessions else plan.limited_by
            if campaigns_run.show_limit(conn, campaign.id, shown, _shown_sentence(campaign, plan)):
                live.mark(conn, "campaign", campaign.id)
        self.bucket.take(opened, now)
        if opened:
            # Refusals come within milliseconds: what the new lines met is seen before any more go out.
            self._reaches.pop(campaign.id, None)
        if present.waiting_answered:
            self._attend(campaign.id, present, now)
        if plan.let_go:
            calls.change(self.services, partial(_let_go, plan.let_go))
        return opened

    def _attend(self, campaign_id: int, present: Floor, now: datetime) -> None:
        """Whoever answered while everybody was talking meets an agent who has become free, or hears in time who called;
        the regular sweep might come half a second too late for that."""
        if present.free_agents:
            calls.change(self.services, partial(_seat_waiting, campaign_id))
        pass_deadlines(self.services, now)

    def _plan(
        self, conn: Connection, campaign: RunningCampaign, present: Floor, sessions: Sequence[Session], now: datetime
    ) -> DialPlan:
        limits = limits_of(self.services, campaign, now, self._spend_left(conn, now))
        limits = replace(limits, trunk_channels=self.channels, calls_per_second_left=self.bucket.left(now))
        limits = replace(limits, clock_believed=self.clock_believed, reach=self._reach(conn, campaign.id, now))
        limits = replace(limits, keeps_up=self.services.capacity.behind_for(now) < BEHIND_FOR)
        ledger, learned = self._ledger(conn, campaign.id, now), self._learned(conn, campaign, present, now)
        plan = lines_to_open(present, pace_of(campaign.settings), limits, ledger, learned)
        return replace(plan, let_go=_lawful(present, sessions, plan.let_go))

    def _spend_left(self, conn: Connection, now: datetime) -> int:
        read_at, left = self._spend
        if not timedelta() <= now - read_at < SPEND_KEPT:
            left = spend_left(conn, self.services, now)
            self._spend = (now, left)
        return left

    def _ledger(self, conn: Connection, campaign_id: int, now: datetime) -> Ledger:
        read_at, ledger = self._ledgers.get(campaign_id, (now - LEDGER_DAYS, Ledger()))
        if now - read_at >= LEDGER_KEPT:
            ledger = ledger_of(conn, campaign_id, now)
            self._ledgers[campaign_id] = (now, ledger)
        return ledger

    def _reach(self, conn: Connection, campaign_id: int, now: datetime) -> Reach:
        read_at, found = self._reaches.get(campaign_id, (now - REACH_KEPT, Reach()))
        if not timedelta(0) <= now - read_at < REACH_KEPT:
            found = network_reach.of_campaign(conn, campaign_id, now)
            self._reaches[campaign_id] = (now, found)
        return found

    def _learned(self, conn: Connection, campaign: RunningCampaign, present: Floor, now: datetime) -> Learned:
        """What the predictive mode goes by; the others need nothing of it, so it is read when that mode begins."""
        if campaign.settings.mode != PaceMode.PREDICTIVE:
            self._lessons.pop(campaign.id, None)
            return Learned()
        lessons = self._lessons.get(campaign.id)
        if lessons is None:
            lessons = self._lessons[campaign.id] = Lessons.begin(conn, campaign.id)
        if now - lessons.read_at >= LEARNED_EVERY:
            lessons.follow(conn, campaign.settings, now)
        return learned_for(present, lessons.experience, now)


def learned_for(present: Floor, experience: Experience, now: datetime) -> Learned:
    """The estimates for this moment. The segment of the next leads is mixed: the queue's order knows nothing of it."""
    busy = [agent.busy_seconds for agent in present.agents if agent.state is not AgentState.READY]
    return experience.learned(hour_of(now), busy_seconds=busy)


def _lawful(present: Floor, sessions: Sequence[Session], let_go: Sequence[str]) -> tuple[str, ...]:
    """Those of the lines that may have rung for the lawful time. The lines of an agent who waits for them before a
    pause or the end come to their own end."""
    on_floor = {agent.agent_id for agent in present.agents}
    waits = {str(s.id) for s in sessions if s.may_be_given_a_call()} - on_floor
    old = {
        line.line_id
        for line in present.ringing
        if line.age_seconds >= LAWFUL_RING.total_seconds() and line.agent_id not in waits
    }
    return tuple(line_id for line_id in let_go if line_id in old)


def _seat_waiting(campaign_id: int, batch: Batch) -> None:
    """Gives those who have waited longest to the agents who are free."""
    for call_id in call_rows.waiting_for_agent(batch.conn, campaign_id):
        batch.seat(call_id)


def _let_go(line_ids: Sequence[str], batch: Batch) -> None:
    """Hangs up those of the lines that have rung for the lawful time and that nobody has answered meanwhile."""
    batch.lock(line_ids)
    for line_id in line_ids:
        line = batch.call(line_id)
        if line is None or not line.call.is_open:
            continue
        known = line.call.milestones
        if known.answered_at is None and known.rang_at is not None and batch.now - known.rang_at >= LAWFUL_RING:
            batch.hang_up(line_id, HangUpReason.sibling_answered)


def _short_of_leads(conn: Connection, terms: Terms, plan: DialPlan) -> DialPlan:
    """The plan when fewer leads than lines were found: none is due, or those that are sleep."""
    keys = queue.hours_keys(conn, terms.campaign.id)
    asleep = bool(keys) and not any(open_now(key, terms.rules, terms.now) for key in keys)
    limit = Limit.HOURS if asleep else Limit.HOPPER
    return replace(plan, limited_by=limit, explanation=limit.sentence)


def _seats(sessions: Sequence[Session], plan: DialPlan, now: datetime) -> list[Seat]:
    """Who gets the lines: each agent's own share, or, for a pool, the free agents in turn and then the others."""
    by_id = {str(s.id): s for s in sessions}
    shares = plan.per_agent or _spread([s for s in sessions if s.leg_up], plan.count, now)
    return [Seat(by_id[i].id, by_id[i].agent_id, count) for i, count in shares if i in by_id]


def _spread(sessions: Sequence[Session], count: int, now: datetime) -> tuple[tuple[str, int], ...]:
    order = sorted(sessions, key=lambda s: (not s.wants_lines(now), s.state_since, s.id))
    if not order:
        return ()
    whole, rest = divmod(count, len(order))
    return tuple((str(s.id), whole + (position < rest)) for position, s in enumerate(order))


def _shown_sentence(campaign: RunningCampaign, plan: DialPlan) -> str:
    return campaign.halted_because or plan.explanation
