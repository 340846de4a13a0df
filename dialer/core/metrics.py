"""What each statistic means, in words that are printed beside it, and the arithmetic that all screens share."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ABANDONED_LIMIT = 0.03
"""Share of answered calls that may be abandoned per campaign and 30 days (16 CFR 310.4(b)(4)(i))."""

LEDGER_DAYS = timedelta(days=30)

BUSINESS_ZONE = ZoneInfo("America/New_York")
"""Whose midnight starts "today": one for all campaigns, so that a team's figures add up."""

DEFINITIONS: Mapping[str, str] = {
    "attempt": "One try at a lead. It counts also when the number turned out dead, but not when we took the call "
    "back because another person had answered.",
    "dial": "An attempt whose call a carrier accepted.",
    "answered": "A dial that was picked up, by a person or a machine.",
    "human": "A dial that a person picked up, as the agent or machine detection said; on doubt it is a person.",
    "contact": "A conversation with the wanted person, as the agent said with the disposition.",
    "conversation": "A contact that lasted at least as long as the campaign says, 60 seconds unless changed.",
    "appointment": "A contact that ended with an appointment.",
    "abandoned": "A person answered and no agent was there within two seconds.",
    "abandoned_share": "Abandoned calls as a share of the calls that a person answered, for one campaign over the last "
    "30 days. The law's limit is 3 % (16 CFR 310.4(b)(4)).",
    "connect_time": "From the moment the lead's line was answered to the moment the agent could be heard.",
    "talk_time": "Time the agent and the person could hear each other.",
    "waiting_time": "Time the agent was ready and nobody was on the line.",
    "agents_talking": "Agents who speak with somebody at this moment.",
    "agents_dialing": "Agents who are ready for whoever answers next.",
    "agents_wrap_up": "Agents who note what came of a call.",
    "agents_paused": "Agents in a session for whom nothing is dialed.",
    "time_in_state": "How long the agent has been in this state; its colour deepens after 10 s, 1 min and 5 min.",
    "session_length": "From the start of a session to its end.",
    "dials_today": "Dials since midnight in New York.",
    "dials_last_hour": "Dials in the last 60 minutes.",
    "ready": "Leads that may be called as soon as the hours at their place are open.",
    "waiting": "Leads whose next call has its time in the future.",
    "held": "Leads that a rule keeps from being called, without saying until when.",
    "on_a_line": "Leads whose call is on a line, or in an agent's wrap-up.",
    "finished": "Leads whose sequence is over: its last step, an outcome, or a person ended it.",
    "answer_rate": "Answered dials as a share of all dials.",
    "contact_rate": "Contacts as a share of all dials.",
    "contact_hour": "An hour talked with contacts; appointments per contact-hour rank agents by what their talks "
    "bring, not by how often they dial.",
    "touch": "Which step of its sequence the lead stood at when it was called.",
    "age": "How long the lead had been in the list when it was called, from the hour its file came in.",
    "source": "From which kind of file the lead came.",
    "speed": "How long a lead waited for its first call, from the moment its file came in. Leads that came in outside "
    "the campaign's hours and were called within 15 minutes of their opening were held up by the hours; the others by "
    "us.",
    "lead_hour": "The hour of the week on the lead's own clock when it was called.",
    "funnel": "How far each lead of the campaign has come at any time: a lead is counted at every step up to its "
    "furthest.",
}


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, or None where there is nothing to take a share of.

    >>> share(2, 41), share(0, 0)
    (0.04878048780487805, None)
    """
    return part / whole if whole else None


def business_day(at: datetime) -> date:
    """The day of the business zone to which a moment belongs."""
    return at.astimezone(BUSINESS_ZONE).date()


def midnight(day: date) -> datetime:
    """When a day of the business zone begins."""
    return datetime.combine(day, time(), BUSINESS_ZONE)


def day_start(now: datetime) -> datetime:
    """The last midnight of the business zone, in UTC.

    >>> from datetime import UTC
    >>> day_start(datetime(2026, 3, 12, 2, tzinfo=UTC)).isoformat()
    '2026-03-11T04:00:00+00:00'
    """
    local = now.astimezone(BUSINESS_ZONE)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
