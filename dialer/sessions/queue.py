"""Whom an agent may dial by hand: the next leads in the preview and click modes, and in every mode those whom the law
keeps from machines until they consent, but not from an agent's own click."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dialer import refusals
from dialer.bootstrap import Services
from dialer.core.agents import Session, State
from dialer.core.compliance import DialMode, Verdict, open_now
from dialer.engine.claim import ROUNDS, Terms, judge, lock, sift, terms_of
from dialer.refusals import Refused
from dialer.sessions.preview import next_lead
from dialer.store import queue
from dialer.store import sessions as session_rows
from dialer.store.by_hand import wanting_consent
from dialer.store.campaigns_run import find
from dialer.store.contacts import load_contacts
from dialer.store.queue import Candidate
from dialer.store.session import Connection

SHOWN = 20
PAGE = 50
PAGES = 6
"""So many held leads are looked through for some that a click may dial; the rest waits for a consent."""

BY_HAND = frozenset({DialMode.PREVIEW, DialMode.CLICK})


def queue_of(services: Services, session_id: int) -> dict[str, Any] | Refused:
    """As `SessionQueue`. Leads that may not be called are refused on the way, as when lines are opened for them.

    Empty once the session is over: a page may ask before it hears of the end.
    """
    now = services.clock.now()
    with services.db.transaction() as conn:
        session = session_rows.load(conn, session_id)
        campaign = find(conn, session.campaign_id) if session is not None else None
        if session is None or campaign is None:
            return refusals.missing("session")
        terms = terms_of(conn, services.settings, campaign, now)
        is_over = session.state is State.ENDED
        runs = campaign.status == "running" and not campaign.halted_because and not is_over
        by_click = replace(terms, mode=DialMode.CLICK)
        return {
            "mode": campaign.settings.mode,
            "preview_seconds": campaign.settings.preview_seconds,
            "leads": _next_ones(conn, terms, session) if runs and terms.mode in BY_HAND else [],
            "by_click_only": _by_click_only(conn, by_click, session.agent_id) if runs else [],
        }


def _next_ones(conn: Connection, terms: Terms, session: Session) -> list[dict[str, Any]]:
    """The head of the queue, as far as it may be dialed in this mode."""
    found = _due(conn, terms, session.agent_id)
    if terms.mode is DialMode.PREVIEW:
        found = _own_start(found, _place_of(conn, session))
    return [_shown(candidate, terms, verdict) for candidate, verdict in found]


def _due(conn: Connection, terms: Terms, agent_id: int) -> list[tuple[Candidate, Verdict]]:
    keys = [key for key in queue.hours_keys(conn, terms.campaign.id) if open_now(key, terms.rules, terms.now)]
    allowed: list[tuple[Candidate, Verdict]] = []
    for _ in range(ROUNDS):
        found = queue.candidates(
            conn,
            campaign_id=terms.campaign.id,
            agent_ids=[agent_id],
            open_keys=keys,
            reserved_since=terms.reserved_since,
            now=terms.now,
            count=SHOWN,
        )
        allowed = sift(conn, terms, agent_id, lock(conn, found), SHOWN)
        if len(allowed) == len(found):
            break
    return allowed


def _place_of(conn: Connection, session: Session) -> int:
    """Which of the campaign's open sessions this one is, from 0."""
    return [s.id for s in session_rows.open_sessions(conn, session.campaign_id)].index(session.id)


def _own_start(found: Sequence[tuple[Candidate, Verdict]], place: int) -> list[tuple[Candidate, Verdict]]:
    """The queue as one of several agents is shown it: of equally urgent leads each agent begins at another one, so
    that two do not read the same card."""
    equal = [pair for pair in found if pair[0].priority == found[0][0].priority]
    first = place % len(equal) if equal else 0
    return [*equal[first:], *equal[:first], *found[len(equal) :]]


def _by_click_only(conn: Connection, terms: Terms, agent_id: int) -> list[dict[str, Any]]:
    """Leads held for want of a consent that an agent's click may dial, now or later today."""
    rows: list[dict[str, Any]] = []
    for page in range(PAGES):
        found = wanting_consent(conn, terms.campaign.id, page * PAGE, PAGE)
        contacts = load_contacts(conn, [(c.lead_id, c.phone_id) for c in found], terms.now)
        judged = [(c, judge(contacts[c.lead_id, c.phone_id], terms, agent_id)) for c in found]
        rows += [_shown(c, terms, verdict) for c, verdict in judged if verdict.allowed or verdict.not_before]
        if len(found) < PAGE or len(rows) >= SHOWN:
            break
    return rows[:SHOWN]


def _shown(candidate: Candidate, terms: Terms, verdict: Verdict) -> dict[str, Any]:
    return {
        **next_lead(candidate, terms),
        "phone_id": candidate.phone_id,
        "way": terms.mode.value,
        "allowed": verdict.allowed,
        "reasons": [reason.sentence for reason in verdict.reasons],
        "not_before": verdict.not_before,
    }
