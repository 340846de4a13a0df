"""Why a campaign dials as it does: its account before the law, what its calls have taught, what the pacer would do with
another agent, and what a manager's own figures would come to in each mode."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from math import sqrt
from random import Random

from dialer.bootstrap import Services
from dialer.core.compliance import DialMode
from dialer.core.learning import Experience
from dialer.core.learning.experience import (
    FIRST_HANDLE_SECONDS,
    FIRST_RATE,
    FIRST_RATE_WEIGHT,
    FIRST_WRAP_SECONDS,
)
from dialer.core.metrics import ABANDONED_LIMIT, DEFINITIONS, share
from dialer.core.pacing import (
    DialPlan,
    Expected,
    Explanation,
    Floor,
    Ledger,
    Pace,
    PaceMode,
    PacingError,
    Team,
    explain,
    what_if,
)
from dialer.engine.pace import learned_for
from dialer.engine.paces import ledger_of, limits_of, pace_of, spend_left
from dialer.learning import experience_of, hour_of
from dialer.refusals import Refused, invalid, missing
from dialer.store import campaigns_run, floor, queue
from dialer.store.campaigns_run import RunningCampaign
from dialer.store.queue import Held

CLICKED = frozenset({PaceMode.PREVIEW, PaceMode.CLICK})
SEED = 1
"""One for all, so that the modes meet the same people and the same question has the same answer."""

AGENT_HOURS = 8.0
"""So much work is played through: enough to tell the modes apart, and few enough to wait for."""

NINE_IN_TEN = 1.645
"""So many standard deviations to either side hold nine cases in ten of a normal law."""

SEGMENTS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Account:
    """The law's ratio so far, in words and numbers. `share` is None while nobody has answered."""

    abandoned: int
    answered: int
    share: float | None
    target: float
    limit: float
    sentence: str
    definition: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A learned number with where it lies nine times in ten, and how many cases it rests on."""

    value: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One group of leads with the chance that a person answers there at this hour."""

    name: str
    answer_rate: float
    cases: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What the pacer opens. `risk` is the chance that one more call finds no agent; None where it is not computed."""

    lines: int
    limited_by: str
    sentence: str
    risk: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the simulator starts from: this campaign's own figures, in seconds and shares."""

    agents: int
    answer_rate: float
    talk_seconds: float
    wrap_seconds: float


@dataclass(frozen=True, slots=True)
class PaceView:
    """One campaign's pace, explained."""

    campaign_id: int
    mode: str
    lines_per_agent: float
    account: Account
    answer_rate: Estimate
    talk_seconds: Estimate
    wrap_seconds: Estimate
    segments: list[Segment]
    free_agents: int
    busy_agents: int
    ringing: int
    now: Plan
    one_more: Plan
    one_fewer: Plan | None
    on_board: str
    """What the engine last said that keeps it from opening one line more; it knows who is due and whose hours are open.
    """
    held: list[Held]
    figures: Figures


@dataclass(frozen=True, slots=True)
class ModeResult:
    """What a team may expect of one mode. Talk is per agent; contacts and dials are the whole team's."""

    mode: str
    talk_minutes_per_hour: float
    contacts_per_hour: float
    dials_per_hour: float
    abandoned_share: float


def view(services: Services, campaign_id: int) -> PaceView | Refused:
    """The campaign's pace at this moment."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        campaign = campaigns_run.find(conn, campaign_id)
        if campaign is None:
            return missing("campaign")
        present, _ = floor.load(conn, campaign_id, now)
        experience = experience_of(conn, campaign_id, campaign.settings, now)
        ledger = ledger_of(conn, campaign_id, now)
        limits = limits_of(services, campaign, now, spend_left(conn, services, now))
        told = explain(present, pace_of(campaign.settings), limits, ledger, learned_for(present, experience, now))
        held = queue.held_by_reason(conn, campaign_id)
        on_board = campaigns_run.shown_limit(conn, campaign_id)
    return _view(campaign, present, experience, ledger, told, on_board, held, now)


def simulate(
    services: Services, campaign_id: int, figures: Figures, modes: Sequence[PaceMode] = tuple(PaceMode)
) -> list[ModeResult] | Refused:
    """What the figures come to in each of the modes, with the campaign's own lines per agent and target."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        campaign = campaigns_run.find(conn, campaign_id)
    if campaign is None:
        return missing("campaign")
    try:
        team = Team(**asdict(figures), trunk_channels=services.capacity.channels(now))
    except PacingError as error:
        return invalid("", str(error))
    return [_result(mode, _expected(team, pace_of(campaign.settings, mode)), figures.agents) for mode in modes]


def _expected(team: Team, pace: Pace) -> Expected:
    """Where agents start the calls, it does not matter to their time who chose the lead."""
    same = replace(pace, mode=PaceMode.CLICK) if pace.mode in CLICKED else pace
    return _simulated(team, same)


@lru_cache(maxsize=256)
def _simulated(team: Team, pace: Pace) -> Expected:
    return what_if(team, pace, Random(SEED), hours=max(0.5, min(3.0, AGENT_HOURS / team.agents)))


def _result(mode: DialMode, expected: Expected, agents: int) -> ModeResult:
    return ModeResult(
        mode=mode.value,
        talk_minutes_per_hour=expected.talk_minutes_per_hour,
        contacts_per_hour=expected.contacts_per_hour * agents,
        dials_per_hour=expected.dials_per_hour,
        abandoned_share=expected.abandoned_share,
    )


def _view(
    campaign: RunningCampaign,
    present: Floor,
    experience: Experience,
    ledger: Ledger,
    told: Explanation,
    on_board: str,
    held: list[Held],
    now: datetime,
) -> PaceView:
    rate, talk, wrap = _answer_rate(experience), _talk(experience), _wrap(experience)
    free = len(present.free_agents)
    return PaceView(
        campaign_id=campaign.id,
        mode=campaign.settings.mode,
        lines_per_agent=campaign.settings.lines_per_agent,
        account=_account(ledger, campaign.settings.target_abandoned),
        answer_rate=rate,
        talk_seconds=talk,
        wrap_seconds=wrap,
        segments=_segments(experience, now),
        free_agents=free,
        busy_agents=len(present.agents) - free,
        ringing=len(present.ringing),
        now=_plan(told.now),
        one_more=_plan(told.with_one_more),
        one_fewer=_plan(told.with_one_fewer) if told.with_one_fewer else None,
        on_board=on_board,
        held=held,
        figures=Figures(
            agents=max(1, len(present.agents)),
            answer_rate=round(rate.value, 3),
            talk_seconds=round(max(5.0, talk.value)),
            wrap_seconds=round(wrap.value),
        ),
    )


def _account(ledger: Ledger, target: float) -> Account:
    people = "person" if ledger.answered == 1 else "people"
    return Account(
        abandoned=ledger.abandoned,
        answered=ledger.answered,
        share=share(ledger.abandoned, ledger.answered),
        target=target,
        limit=ABANDONED_LIMIT,
        sentence=f"{ledger.abandoned} of {ledger.answered} {people} who answered met no agent in time.",
        definition=f"{DEFINITIONS['abandoned_share']} Abandoned: {DEFINITIONS['abandoned']}",
    )


def _answer_rate(experience: Experience) -> Estimate:
    low, high = experience.spread()
    mean = experience.overall.mean(FIRST_RATE, FIRST_RATE_WEIGHT)
    return Estimate(mean, low, high, round(experience.overall.tries))


def _talk(experience: Experience) -> Estimate:
    handle = experience.handles.mean_seconds(FIRST_HANDLE_SECONDS)
    wrap = experience.wraps.mean_seconds(FIRST_WRAP_SECONDS)
    return _duration(max(0.0, handle - wrap), sum(experience.handles.ended))


def _wrap(experience: Experience) -> Estimate:
    return _duration(experience.wraps.mean_seconds(FIRST_WRAP_SECONDS), sum(experience.wraps.ended))


def _duration(mean: float, cases: float) -> Estimate:
    """Durations spread about as widely as their mean, and the estimate starts as if three had been seen."""
    reach = NINE_IN_TEN * mean / sqrt(cases + 3.0)
    return Estimate(mean, max(0.0, mean - reach), mean + reach, round(cases))


def _segments(experience: Experience, now: datetime) -> list[Segment]:
    """The groups with the most cases."""
    known = sorted(experience.segments.items(), key=lambda pair: -pair[1].tries)[:SEGMENTS_SHOWN]
    return [Segment(name, experience.rate(name, hour_of(now)), round(rate.tries)) for name, rate in known]


def _plan(plan: DialPlan) -> Plan:
    return Plan(plan.count, plan.limited_by.value, plan.explanation, plan.risk)
