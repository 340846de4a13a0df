"""Events applied durably per second through `calls.apply`, beside bare single-row commits with the same driver."""

import json
import time
from datetime import datetime, timedelta
from random import Random

import psycopg
from sqlalchemy import text

from dialer import calls
from dialer.bootstrap import Services
from dialer.store import calls as call_rows
from dialer.store.calls import StoredCall
from scripts.benches import rows
from scripts.benches.stores import Stores, fresh_stores
from telephony.call import plan_call
from telephony.endings import EndingKind, ending
from telephony.events import Accepted, CallEvent, Ended, Rang, Sent
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall

CALLS = 2_000
BATCH = 100
BARE_COMMITS = 1_500


def main() -> None:
    with fresh_stores() as stores:
        services = stores.services()
        try:
            events = _planned(services)
            rate = _apply(services, events)
            _check(services)
        finally:
            services.close()
        bare = _bare_commits(stores)
    print(f"{'what':<46}{'per second':>12}")
    print(f"{'events through calls.apply, batches of ' + str(BATCH):<46}{rate:>12,.0f}")
    print(f"{'bare single-row commits, same driver':<46}{bare:>12,.0f}")
    print(f"{'share of bare commits':<46}{rate / bare:>12.2f}")
    print(f"{'wanted at least':<46}{1000:>12,}")
    print(json.dumps({"events_per_s": round(rate), "bare_commits_per_s": round(bare)}))


def _planned(services: Services) -> list[CallEvent]:
    """Planned calls in the database, and what a carrier says about them, calls mixed as on a busy floor."""
    now = services.clock.now()
    told: list[list[CallEvent]] = []
    with services.db.transaction() as conn:
        campaign_id, session_id = rows.campaign_with_session(conn, now)
        leads = rows.leads(conn, campaign_id, CALLS, now)
        for serial, (attempt_id, e164) in enumerate(rows.attempts(conn, campaign_id, session_id, leads, now)):
            call_id = f"bench{serial:06d}"
            order = PlaceCall(
                call_id=call_id,
                to=PhoneNumber.parse(e164),
                from_=PhoneNumber.parse("+12175550100"),
                ring_seconds=22,
                max_seconds=3600,
            )
            stored = StoredCall(plan_call(order, now), "practice", session_id, attempt_id, campaign_id, None, now)
            call_rows.insert(conn, stored, e164=e164, caller_id="+12175550100")
            told.append(_course(call_id, now))
    return _mixed(told)


def _course(call_id: str, now: datetime) -> list[CallEvent]:
    def at(seconds: float) -> dict[str, object]:
        return {"call_id": call_id, "at": now + timedelta(seconds=seconds), "event_key": f"{call_id}:{seconds}"}

    return [
        Sent(**at(0.1), carrier_call_id=f"c-{call_id}"),
        Accepted(**at(0.2)),
        Rang(**at(1.0)),
        Ended(**at(23.0), ending=ending(EndingKind.no_answer)),
    ]


def _mixed(told: list[list[CallEvent]]) -> list[CallEvent]:
    """Each call's events in their order, the calls interleaved."""
    rng = Random(7)
    order = [i for i, events in enumerate(told) for _ in events]
    rng.shuffle(order)
    left = [iter(events) for events in told]
    return [next(left[i]) for i in order]


def _apply(services: Services, events: list[CallEvent]) -> float:
    started = time.perf_counter()
    for first in range(0, len(events), BATCH):
        calls.apply(services, "practice", events[first : first + BATCH])
    return len(events) / (time.perf_counter() - started)


def _check(services: Services) -> None:
    """The figure counts only if every event had its effect."""
    with services.db.transaction() as conn:
        over = conn.execute(text("SELECT count(*) FROM attempt WHERE ended_at IS NOT NULL AND ending = 'no_answer'"))
        assert over.scalar_one() == CALLS, "some calls did not come to their end"
        stored = conn.execute(text("SELECT count(*) FROM call_event")).scalar_one()
        assert stored == CALLS * 4, "some events were not stored"


def _bare_commits(stores: Stores) -> float:
    with psycopg.connect(stores.database_url.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute("CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY, body text)")
        started = time.perf_counter()
        for serial in range(BARE_COMMITS):
            conn.execute("INSERT INTO bare (body) VALUES (%s)", (f"row {serial}",))
        return BARE_COMMITS / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
