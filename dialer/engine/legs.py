"""The agent's own leg: dialed when the session starts, nailed up until it ends, dialed again when it is lost."""

from datetime import timedelta
from uuid import uuid4

from dialer.bootstrap import Services
from dialer.calls import Batch
from dialer.core import agents
from dialer.core.agents import Session
from dialer.store import calls as call_rows
from dialer.store.calls import StoredCall
from dialer.store.campaigns_run import campaign_settings
from dialer.store.claims import caller_ids
from telephony.call import plan_call
from telephony.numbers import AgentAddress, PhoneNumber
from telephony.orders import CallRole, PlaceCall, Screening

FALLBACK_CALLER_ID = PhoneNumber.parse("+12175550100")
"""Shown to an agent whose campaign has no caller ID yet; a fictional number that no lead ever sees."""

RING_SECONDS = 30
LONGEST_SECONDS = 24 * 3600 - 60
"""Carriers cut calls after 4 hours unless told otherwise, and at 24 hours in any case (Twilio: TimeLimit)."""

SLACK = timedelta(minutes=30)
"""For the last wrap-up, and for minutes that are added to the session."""

LAST_RING = timedelta(minutes=2)
"""From the decision to dial somebody to the conversation with them, at most."""


def dial_leg(batch: Batch, services: Services, session: Session) -> None:
    """Orders the agent's leg in the running transaction; the session becomes ready when it is answered."""
    call = timedelta(minutes=campaign_settings(batch.conn, session.campaign_id).max_call_minutes)
    # The last call may begin at the session's very end, and the conference ends with the agent's leg.
    left = max(session.ends_at - batch.now, timedelta()) + call + SLACK
    seconds = min(int(left.total_seconds()), LONGEST_SECONDS)
    carrier = services.carrier.name
    order = PlaceCall(
        call_id=uuid4().hex,
        to=_address(session),
        from_=shown_number(batch, session),
        ring_seconds=RING_SECONDS,
        max_seconds=seconds,
        screening=Screening.off,
        role=CallRole.agent_leg,
    )
    stored = StoredCall(plan_call(order, batch.now), carrier, session.id, None, session.campaign_id, None, batch.now)
    call_rows.insert(batch.conn, stored, e164=str(order.to), caller_id=str(order.from_))
    batch.order(carrier, order)
    good_until = batch.now + timedelta(seconds=seconds) - call - LAST_RING
    batch.put_session(agents.with_leg(session, order.call_id, good_until))


def _address(session: Session) -> AgentAddress | PhoneNumber:
    if session.leg_kind == "phone":
        return PhoneNumber.parse(session.leg_address)
    return AgentAddress(str(session.agent_id))


def shown_number(batch: Batch, session: Session) -> PhoneNumber:
    """The number that our own people see when we ring them."""
    numbers = caller_ids(batch.conn, session.campaign_id, batch.now)
    return PhoneNumber.parse(numbers[0].e164) if numbers else FALLBACK_CALLER_ID
