"""What calls say where nothing is recorded for it: the same words on every carrier."""

from dialer.store import known
from dialer.store.campaigns_run import campaign_settings
from dialer.store.session import Connection
from telephony.events import OPT_OUT_KEY

IDENTIFICATION = "identification"
SORRY = "sorry"

RECORDED_NOTICE = "This call is recorded."

OFFER = f"To get no more calls from us, press {OPT_OUT_KEY} now."
"""47 CFR 64.1200(a)(7)(i): whom we leave without an agent hears of an opt-out that works by itself."""

OFFERED_AFTER = frozenset({IDENTIFICATION, SORRY})
"""The messages after which the key is offered: those for people."""


def words_of(conn: Connection, brokerage: str, name: str, campaign_id: int | None, call_id: str) -> str:
    """What is said where there is no recording: who called and how to reach them (16 CFR 310.4(b)(4)(iii))."""
    ours = known.call(conn, call_id)
    number = " ".join(ours.from_.national) if ours is not None else ""
    if name == SORRY:
        return f"We are sorry, we were cut off. This is {brokerage}. You can reach us at {number}."
    if name == IDENTIFICATION:
        said = campaign_settings(conn, campaign_id).identification if campaign_id is not None else ""
        return said or f"This is {brokerage}. We are sorry to have missed you. You can reach us at {number}."
    return ""
