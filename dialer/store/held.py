"""Leads that a rule keeps back are asked about again when what kept them back may have changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.core.compliance import ReasonCode

LISTS = (ReasonCode.SCRUB_MISSING, ReasonCode.SCRUB_STALE, ReasonCode.ON_DNC_LIST)
"""What a fresh list may change."""

LAW = (*LISTS, ReasonCode.CONSENT_NEEDED, ReasonCode.EMERGENCY, ReasonCode.RULE_UNREADABLE, ReasonCode.LISTING_STATUS)
"""What another rule may change."""

_AGAIN = """
    UPDATE enrollment SET next_call_at = :now
     WHERE state = 'held' AND next_call_at IS NULL AND phone_id IS NOT NULL AND paused_at IS NULL AND
"""


def judge_again(conn: Connection, lead_ids: Sequence[int], now: datetime) -> int:
    """Makes what is held of these leads due, so that the next claim judges it anew; how many."""
    found = conn.execute(text(_AGAIN + " lead_id = ANY(:leads)"), {"now": now, "leads": list(lead_ids)})
    return found.rowcount


def judge_again_all(conn: Connection, codes: Sequence[ReasonCode], now: datetime) -> int:
    """The same for every lead that is held for one of these reasons."""
    because = " EXISTS (SELECT 1 FROM jsonb_array_elements(refusals) AS r WHERE r ->> 'code' = ANY(:codes))"
    words = [code.value for code in codes]
    return conn.execute(text(_AGAIN + because), {"now": now, "codes": words}).rowcount
