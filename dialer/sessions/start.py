"""Starting a session: one per agent, with the agent's leg on its way before anything is dialed."""

from datetime import timedelta
from typing import Any

from dialer import desk_phones, refusals
from dialer.bootstrap import Services
from dialer.calls import Batch, change
from dialer.config import CarrierName
from dialer.core.agents import LONGEST, Session, State
from dialer.engine.legs import dial_leg
from dialer.refusals import Refused
from dialer.store import audit, carrier_states, live
from dialer.store import sessions as session_rows
from dialer.store.campaigns_run import find
from dialer.twilio import account_of
from telephony.numbers import Network, NumberError, PhoneNumber, may_carry


def start(
    services: Services,
    *,
    agent_id: int,
    campaign_id: int,
    minutes: int,
    lines: float,
    goals: dict[str, Any],
    leg: dict[str, str],
    tab: str,
    take_over: bool = False,
) -> int | Refused:
    """Starts a session and gives its id; the id of the running one where its agent takes it over with another tab."""
    problem = wrong_leg(services, leg, agent_id)
    if problem is not None:
        return problem
    if not timedelta(minutes=1) <= timedelta(minutes=minutes) <= LONGEST:
        return refusals.invalid("minutes", "A session lasts from 1 minute to 12 hours.")

    def work(batch: Batch) -> int | Refused:
        running = session_rows.of_agent(batch.conn, agent_id)
        if running is not None:
            return _take_over(batch, running.id, tab) if take_over else _already(running)
        campaign = find(batch.conn, campaign_id)
        if campaign is None or not _may_work(campaign.settings.agents, agent_id):
            return refusals.missing("campaign")
        account = carrier_states.of(batch.conn, services.carrier.name)
        if not account.dials:
            return refusals.conflict(account.problem)
        if campaign.status != "running":
            return refusals.conflict("The campaign is paused; a manager can set it running again.")
        if not 1 <= lines <= campaign.settings.lines_per_agent:
            most = campaign.settings.lines_per_agent
            return refusals.invalid("lines", f"This campaign allows 1 to {most:g} lines.")
        fresh = _fresh(batch, agent_id, campaign_id, minutes, lines, leg, tab)
        session_id = session_rows.create(batch.conn, fresh, goals)
        session = batch.session(session_id)
        assert session is not None, "the row was inserted above"
        dial_leg(batch, services, session)
        detail = {"campaign_id": campaign_id, "minutes": minutes, "lines": lines}
        audit.record(batch.conn, batch.now, agent_id, "session.started", "session", str(session_id), detail)
        return session_id

    return change(services, work)


def _fresh(
    batch: Batch, agent_id: int, campaign_id: int, minutes: int, lines: float, leg: dict[str, str], tab: str
) -> Session:
    now = batch.now
    return Session(
        id=0,
        agent_id=agent_id,
        campaign_id=campaign_id,
        state=State.STARTING,
        state_since=now,
        started_at=now,
        ends_at=now + timedelta(minutes=minutes),
        seen_at=now,
        lines=lines,
        leg_kind=leg.get("kind", "browser"),
        leg_address=leg.get("address", ""),
        tab=tab,
    )


def _take_over(batch: Batch, session_id: int, tab: str) -> int:
    """The newer tab wins; the older one sees on its next breath that it lost the session."""
    session_rows.give_tab(batch.conn, session_id, tab, batch.now)
    live.mark(batch.conn, "session", session_id)
    return session_id


def _already(running: Session) -> Refused:
    since = running.started_at.strftime("%H:%M UTC")
    return refusals.conflict(f"Your session of {since} is still open in another tab; take it over or end it there.")


def _may_work(agents: tuple[int, ...], agent_id: int) -> bool:
    return not agents or agent_id in agents


def wrong_leg(services: Services, leg: dict[str, str], user_id: int) -> Refused | None:
    """Why one of our people cannot be reached like this; None if they can."""
    if leg.get("kind", "browser") == "browser":
        return desk_phones.unreachable(services, user_id)
    try:
        number = PhoneNumber.parse(leg.get("address", ""))
    except NumberError:
        return refusals.invalid("leg", "Give your phone as + and digits, such as +12175550123.")
    network = network_of(services)
    if not may_carry(network, number):
        return refusals.invalid("leg", f"This number cannot be reached here: {network.sentence}")
    return None


def network_of(services: Services) -> Network:
    """Whom our calls reach: an emulator or a trunk on this machine reaches nobody real either."""
    if services.network is not None:
        return Network.practice
    if services.settings.carrier is CarrierName.SIP and services.settings.sip is not None:
        return services.settings.sip.network
    account = account_of(services.settings) if services.settings.carrier is CarrierName.TWILIO else None
    return account.network if account is not None else Network.public
