"""What becomes of callers whom we do not know, and of messages that callers left: a lead, a text back, or nothing."""

from dataclasses import dataclass

from dialer import refusals
from dialer.bootstrap import Services
from dialer.enrolling import enroll
from dialer.logs import get_log
from dialer.refusals import Refused
from dialer.store import audit, callers, campaigns, inbound, live, messages
from dialer.store.accounts import Account
from dialer.store.session import Connection, repeat_on_conflict
from dialer.texting import send_by_hand

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """The lead that a caller has become. `text_refused` says why the text back did not go out."""

    lead_id: int
    text_refused: str = ""


def make_lead(
    services: Services, by: Account, call_id: str, *, name: str, campaign_id: int | None, text: str
) -> Made | Refused:
    """Makes the caller a lead, with all that came from their number, and takes it into a campaign where one is named.

    Whatever the law says about calling and texting them is asked as with every other lead: that they called us lifts no
    refusal but where a rule says so.
    """
    now = services.clock.now()

    def work(conn: Connection) -> tuple[int, int] | Refused:
        caller = callers.lock(conn, call_id)
        if caller is None:
            return refusals.missing("call")
        if not caller.e164:
            return refusals.conflict("The caller withheld the number, so there is nobody to call back.")
        messages.lock_number(conn, caller.e164)
        known = inbound.whose(conn, caller.e164)
        if known is not None:
            callers.give_past(conn, caller.e164, known.lead_id, known.phone_id)
            return refusals.conflict(f"This number belongs to lead {known.lead_id} by now; the call stands there.")
        if campaign_id is not None and campaigns.load(conn, campaign_id) is None:
            return refusals.missing("campaign")
        lead_id, phone_id = callers.make_lead(conn, name=name, e164=caller.e164, kind="unknown", now=now)
        callers.give_past(conn, caller.e164, lead_id, phone_id)
        callers.handle(conn, caller, by.id, now)
        if campaign_id is not None:
            enroll(conn, campaign_id, [lead_id], now)
        audit.record(conn, now, by.id, "caller.made_lead", "lead", lead_id, {"call": call_id, "campaign": campaign_id})
        live.mark(conn, "lead", lead_id)
        return lead_id, phone_id

    made = repeat_on_conflict(services.db, work)
    if isinstance(made, Refused):
        return made
    services.waker.wake("engine")
    services.waker.wake("live")
    lead_id, phone_id = made
    if not text.strip():
        return Made(lead_id)
    sent = send_by_hand(services, lead_id=lead_id, phone_id=phone_id, body=text, user_id=by.id, now=now)
    return Made(lead_id, str(sent) if isinstance(sent, Refused) else "")


def done(services: Services, by: Account, call_id: str) -> Refused | None:
    """Nothing is to be done about this caller, or it was done."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        caller = callers.lock(conn, call_id)
        if caller is None:
            return refusals.missing("call")
        if callers.handle(conn, caller, by.id, now):
            audit.record(conn, now, by.id, "caller.done", "call", call_id, {"lead": caller.lead_id})
    return None
