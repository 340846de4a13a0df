"""The kill switch: no campaign dials on, and every call that nobody has answered ends, at the carrier too.

Conversations go on, since somebody is in them; so do the agents' own legs. Automatic texts of a paused campaign wait.
"""

from dataclasses import dataclass

from dialer import calls
from dialer.bootstrap import Services
from dialer.calls import Batch
from dialer.store import audit, campaigns, lease, live
from dialer.store import calls as call_rows
from telephony.events import HangUpReason


@dataclass(frozen=True, slots=True)
class Stopped:
    """How much was stopped."""

    campaigns: int
    calls: int


def stop_all(services: Services, user_id: int | None) -> Stopped:
    """Pauses every campaign and takes back every call without an answer; each campaign is started again by hand.

    `user_id` is who wants it, None the operator at the command line."""

    def work(batch: Batch) -> Stopped:
        # A claim holds this row until its calls are written, so none can slip in behind us.
        lease.wait_for(batch.conn, "engine")
        paused = campaigns.pause_all(batch.conn)
        for campaign_id in paused:
            detail = {"from": "running", "to": "paused", "because": "everything was stopped"}
            audit.record(batch.conn, batch.now, user_id, "campaign.status", "campaign", campaign_id, detail)
        live.mark(batch.conn, "campaign", *paused)
        unanswered = call_rows.unanswered(batch.conn)
        for call_id in unanswered:
            batch.hang_up(call_id, HangUpReason.paused)
        return Stopped(len(paused), len(unanswered))

    return calls.change(services, work)
