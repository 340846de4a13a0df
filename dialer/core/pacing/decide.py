"""How many lines to open now: one question, one function, for all five modes.

A mode says what it would like; bounds from outside may only make that smaller; the plan names the one that binds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from dialer.core.learning import Learned
from dialer.core.pacing.fixed import Wish, wish_for_lines
from dialer.core.pacing.ledger import answers_until_free, stopped
from dialer.core.pacing.predictive import wish_by_risk, wish_without_risk
from dialer.core.pacing.reach import Reach
from dialer.core.pacing.values import Allowance, DialPlan, Floor, Ledger, Limit, Limits, Pace, PaceMode


def lines_to_open(floor: Floor, pace: Pace, limits: Limits, ledger: Ledger, learned: Learned) -> DialPlan:
    """The plan for this moment; ask again whenever a call or an agent changes state and at least once a second.

    `learned` matters to the predictive mode only.
    """
    if not limits.campaign_running:
        return DialPlan(0, Limit.CAMPAIGN_PAUSED, Limit.CAMPAIGN_PAUSED.sentence)
    if not limits.clock_believed:
        return DialPlan(0, Limit.CLOCK, Limit.CLOCK.sentence)
    if not limits.hours_open:
        return DialPlan(0, Limit.HOURS, Limit.HOURS.sentence)
    wish = wish_of(floor, pace, ledger, learned)
    if not limits.keeps_up and wish.limit is not Limit.AGENT_CLICKS:
        return DialPlan(0, Limit.BEHIND, Limit.BEHIND.sentence, let_go=wish.let_go)
    tight = min(allowances(floor, pace, limits), key=lambda allowance: allowance.count)
    if limits.reach.is_down:
        return _out_of_reach(floor, limits.reach, wish, tight.count)
    if wish.count <= tight.count:
        return DialPlan(wish.count, wish.limit, _explain(wish.limit, wish.why), wish.per_agent, wish.let_go, wish.risk)
    why = f"The agents could use {wish.count}, this limit allows {tight.count}."
    shares = wish.cut_to(tight.count)
    return DialPlan(tight.count, tight.limit, _explain(tight.limit, why), shares, wish.let_go, wish.risk)


def _out_of_reach(floor: Floor, reach: Reach, wish: Wish, most: int) -> DialPlan:
    """One line at a time tries whether the network is back. Named before all else: no other limit matters till then."""
    if wish.limit is Limit.AGENT_CLICKS:
        return DialPlan(0, Limit.CLICKS_REFUSED, Limit.CLICKS_REFUSED.sentence)
    count = min(wish.count, most, reach.room(len(floor.ringing)))
    why = "Calls wait for it and leave by themselves." if reach.holds else "One line at a time tries again."
    return DialPlan(count, Limit.CARRIER, _explain(Limit.CARRIER, why), wish.cut_to(count), wish.let_go, wish.risk)


def allowances(floor: Floor, pace: Pace, limits: Limits) -> tuple[Allowance, ...]:
    """What each bound from outside allows by itself; an agent's own click has to fit into all of them too."""
    rooms = (
        (Limit.CAMPAIGN_LINES, pace.most_lines - len(floor.ringing)),
        (Limit.HOPPER, limits.hopper_due),
        (Limit.SPEND, limits.spend_left_calls),
        (Limit.CHANNELS, limits.trunk_channels - floor.in_use_lines),
        (Limit.CALLS_PER_SECOND, limits.calls_per_second_left),
    )
    return tuple(Allowance(limit, max(0, count)) for limit, count in rooms)


def wish_of(floor: Floor, pace: Pace, ledger: Ledger, learned: Learned) -> Wish:
    """What the mode alone would open, with the ledger's word in it."""
    held = stopped(ledger, pace, 1 + floor.waiting_answered)
    match pace.mode:
        case PaceMode.PREVIEW | PaceMode.CLICK:
            return Wish(0, Limit.AGENT_CLICKS, f"{len(floor.free_agents)} free.")
        case PaceMode.PROGRESSIVE:
            return _one_line_each(floor, pace, Limit.LINES_PER_AGENT)
        # A machine that is put through takes the agent whom a person on another line would have had.
        case PaceMode.PREDICTIVE if held and not pace.machines_reach_agents:
            wish = wish_without_risk(floor, pace, learned)
            return replace(wish, why=f"{_stop_in_words(ledger, pace)} {wish.why}")
        case PaceMode.POWER | PaceMode.PREDICTIVE if held:
            return _one_line_each(floor, pace, Limit.LEDGER, _stop_in_words(ledger, pace))
        case PaceMode.POWER:
            lines = {agent.agent_id: pace.lines_for(agent) for agent in floor.free_agents}
            return wish_for_lines(floor, pace, lines, Limit.LINES_PER_AGENT)
        case PaceMode.PREDICTIVE:
            return wish_by_risk(floor, pace, ledger, learned)
        case _:
            assert_never(pace.mode)


def _one_line_each(floor: Floor, pace: Pace, limit: Limit, why: str = "") -> Wish:
    wish = wish_for_lines(floor, pace, {agent.agent_id: 1 for agent in floor.free_agents}, limit)
    return replace(wish, why=f"{why} {wish.why}".strip())


def _stop_in_words(ledger: Ledger, pace: Pace) -> str:
    left = answers_until_free(ledger, pace)
    return f"{ledger.abandoned} of {ledger.answered} abandoned; {left} more answered calls lift this."


def _explain(limit: Limit, why: str) -> str:
    return f"{limit.sentence} {why}".strip()
