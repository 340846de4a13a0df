"""Pacing: for each campaign with agents, ask how many lines to open, claim them, and say what was in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dialer.bootstrap import Services
from dialer.core.agents import Session
from dialer.core.learning import Learned
from dialer.core.pacing import DialPlan, Ledger, Limit, Limits, Pace, PaceMode, lines_to_open
from dialer.engine.bucket import Bucket
from dialer.engine.claim import Seat, claim_lines, terms_of
from dialer.logs import get_log
from dialer.store import campaigns_run, floor, live
from dialer.store import sessions as session_rows
from dialer.store.campaigns_run import RunningCampaign
from dialer.store.session import Connection

log = get_log(__name__)

LEDGER_DAYS = timedelta(days=30)
"""The block over which the law counts: 16 CFR 310.4(b)(4)(i)."""

LEDGER_KEPT = timedelta(seconds=2)
MODES = {mode.value: mode for mode in PaceMode}
PLENTY = 10_000
"""Stands for "no limit known" where the carrier sets none."""


@dataclass(slots=True)
class Pacer:
    """Keeps what may be a little old between two looks: the ledgers, and the carrier's calls per second."""

    services: Services
    bucket: Bucket
    channels: int
    still_leads: Callable[[Connection], bool]
    """Asked inside each claiming transaction: an engine that was frozen must not dial on with an old lease."""
    _ledgers: dict[int, tuple[datetime, Ledger]] = field(default_factory=dict)

    def open_lines(self) -> int:
        """Opens what every campaign may open now; how many lines."""
        now = self.services.clock.now()
        with self.services.db.transaction() as conn:
            running = campaigns_run.with_open_sessions(conn)
        return sum(self._open_for(campaign, now) for campaign in running)

    def _open_for(self, campaign: RunningCampaign, now: datetime) -> int:
        with self.services.db.transaction() as conn:
            if not self.still_leads(conn):
                return 0
            sessions = session_rows.open_sessions(conn, campaign.id)
            plan = self._plan(conn, campaign, sessions, now)
            opened = self._claim(conn, campaign, sessions, plan, now) if plan.count else 0
            if opened < plan.count:
                plan = replace(plan, limited_by=Limit.HOPPER, explanation=Limit.HOPPER.sentence)
            shown = Limit.NOBODY_READY if not sessions else plan.limited_by
            if campaigns_run.show_limit(conn, campaign.id, shown, _shown_sentence(campaign, plan)):
                live.mark(conn, "campaign", campaign.id)
        self.bucket.take(opened, now)
        return opened

    def _plan(
        self, conn: Connection, campaign: RunningCampaign, sessions: Sequence[Session], now: datetime
    ) -> DialPlan:
        settings = campaign.settings
        pace = Pace(
            mode=MODES[settings.mode],
            lines_per_agent=settings.lines_per_agent,
            target_abandon=settings.target_abandoned,
            ring_policy=settings.ring_policy,
        )
        limits = Limits(
            trunk_channels=self.channels,
            calls_per_second_left=self.bucket.left(now),
            hopper_due=PLENTY,
            spend_left_calls=PLENTY,
            campaign_running=campaign.status == "running" and not campaign.halted_because,
        )
        present = floor.load(conn, campaign.id, sessions, now)
        return lines_to_open(present, pace, limits, self._ledger(conn, campaign.id, now), Learned())

    def _ledger(self, conn: Connection, campaign_id: int, now: datetime) -> Ledger:
        read_at, ledger = self._ledgers.get(campaign_id, (now - LEDGER_DAYS, Ledger()))
        if now - read_at >= LEDGER_KEPT:
            abandoned, answered = campaigns_run.ledger(conn, campaign_id, now - LEDGER_DAYS)
            # An answer that was abandoned and later taken for a machine is in neither number.
            ledger = Ledger(min(abandoned, answered), answered)
            self._ledgers[campaign_id] = (now, ledger)
        return ledger

    def _claim(
        self, conn: Connection, campaign: RunningCampaign, sessions: Sequence[Session], plan: DialPlan, now: datetime
    ) -> int:
        terms = terms_of(conn, self.services.settings, campaign, now)
        return claim_lines(conn, terms, _seats(sessions, plan, now))


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
