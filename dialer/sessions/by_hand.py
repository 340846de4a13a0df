"""Dialing a lead that the agent picked or was shown, or putting it back: the same judgement and claim, one line."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dialer import refusals
from dialer.bootstrap import Services
from dialer.calls import Batch
from dialer.core import agents
from dialer.core.agents import Session, State
from dialer.core.compliance import DialMode
from dialer.core.pacing import Limit
from dialer.engine.claim import Seat, claim_chosen, terms_of
from dialer.refusals import Refused
from dialer.store import calls as call_rows
from dialer.store import clock_steps, live
from dialer.store.by_hand import lock_choice, put_back
from dialer.store.campaigns_run import find
from telephony.call import CallState

PUT_BACK_FOR = timedelta(hours=2)
"""How long a lead that an agent skipped stays away from every agent's screen."""


def dial_by_hand(
    services: Services, batch: Batch, session: Session, args: Mapping[str, Any], *, at_once: bool = False
) -> dict[str, Any] | Refused:
    """Opens one line to a number of a lead. `way` is click where the agent picked it, as some states want for every
    call, and preview where we showed it to be dialed.

    With `at_once` the campaign's own pause between two calls to a number does not stand in the way; the law does.
    """
    way = str(args.get("way", DialMode.CLICK))
    if way not in (DialMode.CLICK, DialMode.PREVIEW):
        return refusals.invalid("way", "A lead is dialed by hand after a click or a preview.")
    if session.state in (State.TALKING, State.WRAP_UP):
        return refusals.conflict("Finish the call in hand first: give it a result.")
    if not session.leg_up:
        return refusals.conflict("Your own line is not up yet.")
    if clock_steps.is_doubted(batch.conn):
        return refusals.conflict(Limit.CLOCK.sentence)
    campaign = find(batch.conn, session.campaign_id)
    chosen = lock_choice(batch.conn, session.campaign_id, int(args.get("phone_id", 0)))
    if campaign is None or chosen is None:
        return refusals.missing("number in this campaign, or it is on a line just now")
    by_hand_only = campaign.settings.mode in (DialMode.CLICK, DialMode.PREVIEW)
    if by_hand_only and not at_once and _line_rings(batch, session):
        return refusals.conflict("A line rings already; wait for it, or drop it.")
    terms = terms_of(batch.conn, services.settings, campaign, batch.now)
    rules = replace(terms.rules, spacing=timedelta(0)) if at_once else terms.rules
    seat = Seat(session.id, session.agent_id, 1)
    verdict = claim_chosen(batch.conn, replace(terms, mode=DialMode(way), rules=rules), seat, chosen)
    if not verdict.allowed:
        return refusals.forbidden(" ".join(reason.sentence for reason in verdict.reasons))
    if session.state is State.PAUSED:
        batch.put_session(agents.resumed(session, batch.now))
    return {"ok": True}


def skip_lead(batch: Batch, session: Session, args: Mapping[str, Any]) -> dict[str, Any] | Refused:
    """Puts a lead that was shown back for a while, for every agent."""
    if not put_back(batch.conn, session.campaign_id, int(args.get("lead_id", 0)), batch.now + PUT_BACK_FOR):
        return refusals.conflict("This lead is not in the queue any more.")
    live.mark(batch.conn, "campaign", session.campaign_id)
    return {"ok": True}


def _line_rings(batch: Batch, session: Session) -> bool:
    lines = (line.call for line in call_rows.open_lines(batch.conn, session.id))
    return any(call.milestones.answered_at is None and call.state is not CallState.closing for call in lines)
