"""Writes what the sequence asks for: the next call onto the lead's place, everything else as touches."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection

from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import Contact, hours_key
from dialer.core.next_number import next_number
from dialer.core.picking import Priority
from dialer.core.sequences import (
    Advance,
    CallAt,
    EmailAt,
    LeadClock,
    MailAt,
    Step,
    Stop,
    TaskAt,
    TextAt,
    home_zone,
    steps_from_json,
)
from dialer.store import attempts, content, enrollments, touches
from dialer.store.campaigns_run import campaign_settings
from dialer.store.enrollments import Place
from dialer.store.numbers import LeadNumbers
from dialer.store.touches import NewTouch

LOOK_BACK = timedelta(days=60)
"""How far back failed tries keep new ones away from their hour."""

KEPT_PROMISES = (Priority.CALLBACK, Priority.ABANDONED)
"""Calls that we owe: the campaign's own caps do not stand in their way."""

Touch = TextAt | EmailAt | MailAt | TaskAt

FIRST_CALL = (Step.from_json({"kind": "call", "label": "Call"}),)
"""What a campaign without a sequence does: one call."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign decides about its leads' way."""

    steps: tuple[Step, ...]
    settings: CampaignSettings


@dataclass(frozen=True, slots=True)
class Cause:
    """What asks for a plan: an outcome in one version, or a person."""

    mark: str
    attempt_id: int
    phone_id: int | None


def terms_of(conn: Connection, campaign_id: int) -> Terms:
    steps = steps_from_json(content.steps_of_campaign(conn, campaign_id))
    return Terms(steps or FIRST_CALL, campaign_settings(conn, campaign_id))


def clock_of(
    conn: Connection, numbers: LeadNumbers, phone_id: int, settings: CampaignSettings, now: datetime
) -> LeadClock:
    """The lead's time and the hours at which it was missed."""
    zone = home_zone(numbers.e164_of.get(phone_id, ""), numbers.zip or None, numbers.state or None)
    return replace(clock_at(settings, zone), failed=attempts.missed_moments(conn, numbers.lead_id, now - LOOK_BACK))


def clock_at(settings: CampaignSettings, zone: str) -> LeadClock:
    """The clock of a lead that nobody has tried yet."""
    return LeadClock(
        zone=zone,
        open_minute=settings.open_minute,
        close_minute=settings.close_minute,
        weekdays=frozenset(settings.weekdays),
    )


def carry_out(
    conn: Connection, place: Place, plan: Advance, numbers: LeadNumbers, cause: Cause, now: datetime
) -> Place:
    """Stores a plan; the place as it then is."""
    if plan.clears:
        touches.clear(conn, [place.id], "The sequence took another way.", cause.mark)
    place = replace(place.at(plan.progress), promised_agent_id=None, promised_at=None)
    fresh: list[NewTouch] = []
    for action in plan.actions:
        match action:
            case CallAt():
                place = with_call(place, action, numbers, cause.phone_id, now)
            case Stop(reason=reason):
                place = replace(enrollments.stopped(place, reason), state="stopped")
            case TextAt() | EmailAt() | MailAt() | TaskAt():
                fresh.append(new_touch((place.id, place.lead_id, place.campaign_id), action, cause))
            case _:
                assert_never(action)
    touches.plan(conn, fresh)
    enrollments.save(conn, place)
    return place


def with_call(place: Place, call: CallAt, numbers: LeadNumbers, current: int | None, now: datetime) -> Place:
    """The place with its next call: which number, when, and for whom."""
    pick = next_number(numbers.numbers, now, choice=call.number, current=current)
    at = max(call.at, pick.not_before) if pick and pick.not_before else call.at
    phone_id = pick.phone_id if pick else None
    owed = call.priority in KEPT_PROMISES
    return replace(
        place,
        state="ready" if at <= now and place.paused_at is None else "waiting",
        next_call_at=at,
        phone_id=phone_id,
        hours_key=hours_key_of(numbers, phone_id),
        priority=int(call.priority),
        stop_reason="",
        promised_agent_id=call.agent_id if owed else None,
        promised_at=at if owed else None,
    )


def new_touch(whose: tuple[int, int, int], action: Touch, cause: Cause) -> NewTouch:
    """A touch for (enrollment, lead, campaign)."""
    enrollment_id, lead_id, campaign_id = whose
    return NewTouch(
        enrollment_id=enrollment_id,
        lead_id=lead_id,
        campaign_id=campaign_id,
        cause=cause.mark,
        step=action.step,
        channel=_channel(action),
        purpose=action.purpose.value,
        label=action.label,
        due_at=action.at,
        attempt_id=cause.attempt_id,
        template="" if isinstance(action, TaskAt) else action.template,
        agent_id=action.agent_id if isinstance(action, TaskAt) else None,
    )


def _channel(action: Touch) -> str:
    match action:
        case TextAt():
            return "text"
        case EmailAt():
            return "email"
        case MailAt(kind=kind):
            return kind.value
        case TaskAt():
            return "task"
        case _:
            assert_never(action)


def hours_key_of(numbers: LeadNumbers, phone_id: int | None) -> str:
    """Equal keys have equal legal hours; empty without a number."""
    e164 = numbers.e164_of.get(phone_id, "") if phone_id is not None else ""
    if not e164:
        return ""
    return hours_key(
        Contact(
            lead_id=str(numbers.lead_id),
            phone=e164,
            property_zip=numbers.zip or None,
            property_state=numbers.state or None,
            mailing_zip=numbers.mailing_zip or None,
            mailing_state=numbers.mailing_state or None,
        )
    )


def stop_places(conn: Connection, places: Sequence[Place], stop: Stop, cause: str) -> None:
    """Ends the lead's way in other campaigns too: what the owner said holds for all of them."""
    for other in places:
        enrollments.save(conn, enrollments.stopped(other, stop.reason))
    touches.clear(conn, [other.id for other in places], stop.reason.sentence, cause)
