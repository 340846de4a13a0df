"""A person's hand on a lead's sequence: pause it, resume it, stop it, settle a promised call."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from dialer import refusals
from dialer.bootstrap import Services
from dialer.core.sequences import StopReason, after_promise
from dialer.core.sequences import resume as resumed
from dialer.followup.plan import Cause, carry_out, clock_of, terms_of
from dialer.refusals import Refused
from dialer.store import audit, enrollments, live, numbers, promises, touches
from dialer.store.enrollments import Place
from dialer.store.session import repeat_on_conflict


def pause(services: Services, *, enrollment_id: int, user_id: int, now: datetime) -> Place | Refused:
    """Nothing goes out by itself until somebody resumes it."""

    def work(conn: Connection, place: Place) -> Place | Refused:
        if place.stop_reason:
            return refusals.conflict("The sequence is over.")
        changed = enrollments.paused(place, now, place.priority)
        enrollments.save(conn, changed)
        return changed

    return _by_hand(services, enrollment_id, user_id, now, "enrollment.paused", work)


def resume(
    services: Services, *, enrollment_id: int, user_id: int, now: datetime, restart: bool = False
) -> Place | Refused:
    """Goes on from the same step, at its planned time or at once; with `restart` from the first step."""

    def work(conn: Connection, place: Place) -> Place | Refused:
        if place.state == "claimed":
            return refusals.conflict("The lead is on a line just now.")
        if place.stop_reason and not restart:
            return refusals.conflict("The sequence is over; start it again from the top instead.")
        terms = terms_of(conn, place.campaign_id)
        known = numbers.of_lead(conn, place.lead_id, now)
        clock = clock_of(conn, known, place.phone_id or 0, terms.settings, now)
        plan = resumed(terms.steps, place.progress, place.next_call_at, clock, now, restart=restart)
        going = enrollments.running(place)
        cause = Cause(f"resumed:{now.isoformat()}", 0, place.phone_id)
        return carry_out(conn, going, plan, known, cause, now)

    return _by_hand(services, enrollment_id, user_id, now, "enrollment.resumed", work)


def stop(services: Services, *, enrollment_id: int, user_id: int, now: datetime) -> Place | Refused:
    """Ends the sequence and cancels what it had planned; a call in progress is not touched."""

    def work(conn: Connection, place: Place) -> Place | Refused:
        changed = enrollments.stopped(place, StopReason.by_hand)
        enrollments.save(conn, changed)
        touches.clear(conn, [place.id], StopReason.by_hand.sentence)
        return changed

    return _by_hand(services, enrollment_id, user_id, now, "enrollment.stopped", work)


def settle_promise(
    services: Services, *, enrollment_id: int, user_id: int, now: datetime, kept: bool
) -> Place | Refused:
    """Takes a promised call off the list: kept some other way, or given up. The sequence goes on."""

    def work(conn: Connection, place: Place) -> Place | Refused:
        if place.state == "claimed":
            return refusals.conflict("The lead is on a line just now.")
        if place.promised_at is None or place.stop_reason:
            return refusals.conflict("This call-back is settled already.")
        terms = terms_of(conn, place.campaign_id)
        known = numbers.of_lead(conn, place.lead_id, now)
        clock = clock_of(conn, known, place.phone_id or 0, terms.settings, now)
        plan = after_promise(terms.steps, place.progress, clock, now, kept=kept)
        promises.note(conn, place, "done" if kept else "cancelled", user_id, now)
        cause = Cause(f"promise:{now.isoformat()}", 0, place.phone_id)
        return carry_out(conn, place, plan, known, cause, now)

    action = "enrollment.callback_kept" if kept else "enrollment.callback_given_up"
    return _by_hand(services, enrollment_id, user_id, now, action, work)


def _by_hand(
    services: Services,
    enrollment_id: int,
    user_id: int,
    now: datetime,
    action: str,
    work: Callable[[Connection, Place], Place | Refused],
) -> Place | Refused:
    def run(conn: Connection) -> Place | Refused:
        place = enrollments.lock(conn, enrollment_id)
        if place is None:
            return refusals.missing("lead in this campaign")
        changed = work(conn, place)
        if not isinstance(changed, Refused):
            audit.record(conn, now, user_id, action, "enrollment", enrollment_id, {"lead": place.lead_id})
            live.mark(conn, "lead", place.lead_id)
            live.mark(conn, "campaign", place.campaign_id)
        return changed

    changed = repeat_on_conflict(services.db, run)
    services.waker.wake("engine")
    services.waker.wake("live")
    return changed
