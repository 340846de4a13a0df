"""Touch tones that the agent sends to whoever is on the line, as to a menu that asks for a key."""

from dialer import refusals
from dialer.calls import Batch
from dialer.core.agents import Session, State
from dialer.refusals import Refused
from dialer.store import sessions as session_rows
from telephony.orders import OrderError, SendDigits

COMMAND = "digits"

AT_ONCE = 32
"""Carriers play a longer row for so long that nobody could stop it."""


def send_digits(batch: Batch, session: Session, digits: str) -> Refused | None:
    """Sends them in the order in which they were asked for. What they were stands in no log: a card's number or a
    code may be among them."""
    current = session.current_call_id
    held = batch.call(current) if current is not None else None
    if held is None or session.state is not State.TALKING:
        return refusals.conflict("There is no call to send digits into.")
    if session.on_hold:
        return refusals.conflict("The call is on hold; take it off hold first.")
    if len(digits) > AT_ONCE:
        return refusals.invalid("digits", f"Send at most {AT_ONCE} digits at a time.")
    try:
        # Each row is an order of its own: under the same key the next one would take the place of one that waits.
        nth = session_rows.count_commands(batch.conn, session.id, COMMAND)
        order = SendDigits(call_id=held.call.id, digits=digits, count=nth)
    except OrderError:
        return refusals.invalid("digits", "Send digits from 0 to 9, * and #, at least one.")
    batch.order(held.carrier, order)
    return None
