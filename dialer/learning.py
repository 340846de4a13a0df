"""Keeps what a campaign's calls have taught, and follows them: each try is learned from once, as soon as it can be."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dialer.core.campaigns import CampaignSettings
from dialer.core.learning import DialSeen, Experience, RingEnd
from dialer.core.metrics import BUSINESS_ZONE
from dialer.store import experience as rows
from dialer.store.experience import Try
from dialer.store.session import Connection
from telephony.endings import EndingKind

SURE_AFTER = timedelta(seconds=5)
"""After an answer: by then a detector has spoken, and whoever met no agent counts as abandoned."""

LET_GO = frozenset({EndingKind.no_answer.value, EndingKind.cancelled.value})
"""Endings of lines that rang until we hung up, at the ring limit or before."""


NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Lessons:
    """One campaign's experience, and the tries of which the rest is still to come.

    `after` is the latest try seen. `pending` holds those seen before that are not over, with whether their ringing
    was learned from already. A try whose transaction ends after that of a later one may be missed, which costs one
    case of some hundreds.
    """

    campaign_id: int
    after: int
    feedback_since: datetime
    """Only calls dialed in the present mode say whether the risk allowed in it was right."""
    experience: Experience = field(default_factory=Experience)
    read_at: datetime = NEVER
    pending: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def begin(cls, conn: Connection, campaign_id: int) -> "Lessons":
        """With nothing learned yet, before the oldest try that still matters."""
        since = rows.mode_since(conn, campaign_id) or NEVER
        return cls(campaign_id, rows.start_of(conn, campaign_id), since)

    def follow(self, conn: Connection, settings: CampaignSettings, now: datetime) -> Experience:
        """Learns from everything that has become certain since the last look."""
        for each in rows.tries(conn, self.campaign_id, self.after, list(self.pending)):
            self.after = max(self.after, each.id)
            rang = self.pending.pop(each.id, False) or self._heard(each, settings, now)
            if not (rang and self._handled(each, settings)):
                self.pending[each.id] = rang
        self.read_at = now
        return self.experience

    def _heard(self, each: Try, settings: CampaignSettings, now: datetime) -> bool:
        """Learns how the ringing ended; False while that is not certain."""
        if not _is_certain(each, now):
            return False
        if each.dialed:
            seen = dial_seen(each)
            self.experience = self.experience.after_dial(seen)
            if seen.end is RingEnd.PERSON and each.opened_at >= self.feedback_since:
                self.experience = self.experience.after_answer(each.abandoned, settings.target_abandoned)
        return True

    def _handled(self, each: Try, settings: CampaignSettings) -> bool:
        """Learns how long the agent was busy with it; False while the agent is."""
        if not each.with_agent:
            return each.ended_at is not None
        if each.ended_at is None or each.answered_at is None:
            return False
        free_at = freed_at(each, settings.wrap_up_seconds)
        if free_at is None and each.open:
            return False
        over = free_at or each.ended_at
        wrap = None if free_at is None else max(0.0, (free_at - each.ended_at).total_seconds())
        self.experience = self.experience.after_call((over - each.answered_at).total_seconds(), wrap)
        return True


def hour_of(moment: datetime) -> int:
    """The hour on one clock for all. A segment has about one zone, so its own hours are these, shifted."""
    return moment.astimezone(BUSINESS_ZONE).hour


def experience_of(conn: Connection, campaign_id: int, settings: CampaignSettings, now: datetime) -> Experience:
    """The experience read anew, as an engine has it after a restart."""
    return Lessons.begin(conn, campaign_id).follow(conn, settings, now)


def _is_certain(each: Try, now: datetime) -> bool:
    return each.ended_at is not None or (each.answered_at is not None and now - each.answered_at >= SURE_AFTER)


def dial_seen(each: Try) -> DialSeen:
    """What the pacer learns from a line that no longer rings."""
    over = each.answered_at or each.ended_at or each.rings_since
    seconds = max(0.0, (over - each.rings_since).total_seconds())
    return DialSeen(_ring_end(each), seconds, each.segment, hour_of(each.opened_at))


def _ring_end(each: Try) -> RingEnd:
    if each.answered_at is not None:
        return RingEnd.PERSON if each.human else RingEnd.OTHER
    return RingEnd.LET_GO if each.ending in LET_GO else RingEnd.OTHER


def freed_at(each: Try, wrap_up_seconds: int) -> datetime | None:
    """When the agent was free again after a call that is over; None while, or where, nobody knows.

    A result given or corrected later than the agent's next call says nothing about this one's wrap-up.
    """
    if each.ended_at is None:
        return None
    said = max(each.ended_at, each.disposed_at) if each.disposed_at is not None else None
    left_off = each.ended_at + timedelta(seconds=wrap_up_seconds) if wrap_up_seconds and not each.open else None
    known = [moment for moment in (said or left_off, each.next_call_at) if moment is not None]
    return max(each.ended_at, min(known)) if known else None
