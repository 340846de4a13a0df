"""One household that came in twice: what merging would do, doing it, and taking it back."""

from dataclasses import dataclass, replace
from datetime import datetime

from dialer.bootstrap import Services
from dialer.core.duplicates import why_apart
from dialer.core.next_number import next_number
from dialer.followup.plan import hours_key_of
from dialer.refusals import Refused, conflict, missing
from dialer.store import audit, enrollments, lead_merges, lead_merging, live, numbers
from dialer.store.accounts import Account
from dialer.store.lead_merging import Pair
from dialer.store.session import Connection, repeat_on_conflict

SAME = "Choose two different leads."
MERGED = "One of the two was merged into another lead already; open that one."
BUSY = "One of the two is on a line just now; try again when the call has its result."
WORKED_SINCE = (
    "The lead was called or written to since, so what belongs to which of the two can no longer be told. The audit log "
    "says what came from where."
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the second lead brings, counted; `same_place` is the number of campaigns in which both are."""

    calls: int
    texts: int
    notes: int
    planned: int
    recordings: int
    numbers: int
    shared_numbers: int
    people: int
    places: int
    same_place: int
    wishes: int
    consents: int
    changes: list[str]
    """Columns of the kept lead that would change."""


@dataclass(frozen=True, slots=True)
class Done:
    merge_id: int
    lead_id: int


def preview(services: Services, kept_id: int, gone_id: int) -> Preview | Refused:
    """Does it and takes it back in the same transaction, so that the numbers are the true ones."""
    with services.db.engine.connect() as conn, conn.begin() as transaction:
        pair = _pair(conn, kept_id, gone_id)
        if isinstance(pair, Refused):
            return pair
        brought = lead_merging.history(conn, pair)
        trace = lead_merging.merge(conn, pair)
        transaction.rollback()
    of_lead = trace.changed["lead"][-1][1]
    return Preview(
        **brought,
        shared_numbers=len(trace.removed["phone"]),
        same_place=len(trace.removed["enrollment"]),
        wishes=len(trace.moved["suppression"]) + len(trace.added["suppression"]),
        consents=len(trace.added["consent"]) or len(trace.moved.get("consent", ())),
        changes=sorted(of_lead.keys() - {"id", "version"}),
    )


def merge(services: Services, by: Account, kept_id: int, gone_id: int) -> Done | Refused:
    """Makes two leads one; the first keeps its id and its page."""
    now = services.clock.now()

    def work(conn: Connection) -> Done | Refused:
        pair = _pair(conn, kept_id, gone_id)
        if isinstance(pair, Refused):
            return pair
        trace = lead_merging.merge(conn, pair)
        merge_id = lead_merges.add(conn, pair, by.id, trace, now)
        _place_anew(conn, kept_id, now)
        counts = {name: len(ids) for name, ids in trace.moved.items() if ids}
        audit.record(conn, now, by.id, "lead.merged", "lead", kept_id, {"merged": gone_id, "moved": counts})
        _show(conn, kept_id, gone_id)
        return Done(merge_id, kept_id)

    return _told(services, repeat_on_conflict(services.db, work))


def undo(services: Services, by: Account, merge_id: int) -> Done | Refused:
    """Makes one lead two again, while nothing has happened to it since."""
    now = services.clock.now()

    def work(conn: Connection) -> Done | Refused:
        found = lead_merges.load(conn, merge_id)
        if found is None:
            return missing("merge")
        pair = lead_merging.lock(conn, found.kept_id, found.gone_id)
        assert pair is not None, "foreign keys keep both leads"
        if found.undone_at is not None:
            return conflict("It was undone already.")
        if not found.detail:
            return conflict("The data of this person was erased, so the merge stays.")
        if pair.kept["merged_into"] is not None:
            return conflict("The lead was merged into another one since; undo that first.")
        if lead_merging.is_on_a_line(conn, pair):
            return conflict(BUSY)
        if lead_merges.happened_since(conn, found):
            return conflict(WORKED_SINCE)
        lead_merges.undo(conn, found, by.id, now)
        lead_merging.sum_anew(conn, found.kept_id, found.gone_id)
        for lead_id in (found.kept_id, found.gone_id):
            _place_anew(conn, lead_id, now)
        audit.record(conn, now, by.id, "lead.merge_undone", "lead", found.kept_id, {"merged": found.gone_id})
        _show(conn, found.kept_id, found.gone_id)
        return Done(merge_id, found.kept_id)

    return _told(services, repeat_on_conflict(services.db, work))


def _pair(conn: Connection, kept_id: int, gone_id: int) -> Pair | Refused:
    """Both leads, locked, if they may become one."""
    if kept_id == gone_id:
        return conflict(SAME)
    pair = lead_merging.lock(conn, kept_id, gone_id)
    if pair is None:
        return missing("lead")
    if pair.kept["merged_into"] is not None or pair.gone["merged_into"] is not None:
        return conflict(MERGED)
    if lead_merging.is_on_a_line(conn, pair):
        return conflict(BUSY)
    apart = why_apart(pair.kept, pair.gone)
    return conflict(apart) if apart else pair


def _place_anew(conn: Connection, lead_id: int, now: datetime) -> None:
    """Which number is next and when it may be called, now that the lead has other numbers."""
    known = numbers.of_lead(conn, lead_id, now)
    for place in enrollments.lock_of_leads(conn, [lead_id]):
        phone_id = place.phone_id
        if phone_id not in known.e164_of:
            pick = next_number(known.numbers, now)
            phone_id = pick.phone_id if pick else None
        moved = replace(place, phone_id=phone_id, hours_key=hours_key_of(known, phone_id))
        if moved != place:
            enrollments.save(conn, moved)


def _show(conn: Connection, *lead_ids: int) -> None:
    live.mark(conn, "lead", *lead_ids)
    campaigns = {place.campaign_id for place in enrollments.lock_of_leads(conn, lead_ids)}
    live.mark(conn, "campaign", *sorted(campaigns))


def _told(services: Services, done: Done | Refused) -> Done | Refused:
    services.waker.wake("engine")
    services.waker.wake("live")
    return done
