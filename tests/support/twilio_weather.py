"""Calls in bad weather: requests fail, callbacks are lost, repeated and late, and what must hold holds.

The invariants are those of the catalogue: I1 never two people in one room, I2 never an agent with two bridged calls,
I3 every call ends with us within a minute of its end at Twilio, I4 nothing is alive there that is over with us, I5 one
charge per call, I6 no call to a suppressed number, I7 nothing leaks, I8 who was left alone is counted.
"""

import gc
import os
import threading
from collections import Counter
from datetime import timedelta
from random import Random

from sqlalchemy import insert, text

from dialer.store import schema
from tests.support.builders import a_caller_id
from tests.support.twilio_double import FarEnd
from tests.support.twilio_double.faults import weather

CLOSED_WITHIN = timedelta(seconds=60)


def somebody(rng):
    """Who answers, in the shares of a working day."""
    match rng.choices(range(5), (30, 25, 25, 10, 10))[0]:
        case 0:
            return FarEnd(answers_after=rng.uniform(2, 18), talk=rng.uniform(0.5, 30), patience=rng.uniform(8, 20))
        case 1:
            greeting = rng.uniform(5, 15)
            return FarEnd(answers_after=rng.uniform(8, 20), greeting=greeting, verdict="machine_start", talk=25)
        case 2:
            return FarEnd(answers_after=None)
        case 3:
            return FarEnd(final="busy")
        case _:
            return rng.choice([FarEnd(final="failed", sip_code=404), FarEnd(refused=21211), FarEnd(final="failed")])


def suppress(world, number):
    values = {
        "scope": "number",
        "e164": number,
        "reason": "internal",
        "source": "test",
        "created_at": world.clock.now(),
    }
    world.conn.execute(insert(schema.suppression).values(channels=["call", "text"], **values))


class Watch:
    """Looks at Twilio and at our rows as time goes by."""

    def __init__(self, world):
        self.world = world
        self.closed_late = []

    def look(self):
        now = self.world.clock.now()
        over = {leg.sid: leg for leg in self.world.double.legs.values() if leg.ended_at is not None}
        rows = self.world.conn.execute(
            text("SELECT id, carrier_call_id FROM call WHERE ended_at IS NULL AND carrier_call_id IS NOT NULL")
        )
        for call_id, sid in rows:
            leg = over.get(sid)
            if leg is not None and now - leg.ended_at > CLOSED_WITHIN:
                self.closed_late.append((call_id, (now - leg.ended_at).total_seconds()))


def two_bridged(world):
    """Sessions whose agent has more than one lead's call in talk at once."""
    rows = world.conn.execute(
        text("""
            SELECT agent_session_id FROM call
             WHERE role = 'lead' AND ended_at IS NULL AND state IN ('connecting', 'talking')
             GROUP BY agent_session_id HAVING count(*) > 1
        """)
    )
    return list(rows.scalars())


def run(make_twilio, calls, agents, suppressed):
    """So many calls by so many agents in bad weather, then a calm in which everything must come to its end."""
    rng = Random(calls)
    settings = {"mode": "power", "lines_per_agent": 3.0, "wrap_up_seconds": 1, "pause_after_refusals": 10_000}
    environ = {"RELIST_DAILY_SPEND_CAP": "100000", "TWILIO_CALLS_PER_SECOND": "1000"}
    twilio = make_twilio(coarse=True, environ=environ, **settings)
    for last in range(100, 199):
        a_caller_id(twilio.conn, e164=f"+1304555{last:04d}")
    twilio.step_seconds, twilio.worker_runs = 1.0, False
    leads = [twilio.lead_at(somebody(rng)) for _ in range(calls + suppressed)]
    forbidden = {lead.number for lead in leads[:suppressed]}
    for number in sorted(forbidden):
        suppress(twilio, number)
    for _ in range(agents):
        twilio.agent(lines=3, minutes=600, ready=False)
    twilio.pass_time(5)
    before = resources()
    twilio.double.faults.of_request = (storm := weather(rng, requests=0.03, callbacks=0.1)).of_request
    twilio.double.faults.of_callback = storm.of_callback
    watch = Watch(twilio)
    while made(twilio) < calls:
        twilio.pass_time(5)
        watch.look()
        assert two_bridged(twilio) == []
        assert twilio.clock.monotonic() < 3 * 3600, f"only {made(twilio)} calls were made in three hours"
    twilio.double.faults.of_request = weather(rng, requests=0, callbacks=0).of_request
    twilio.double.faults.of_callback = weather(rng, requests=0, callbacks=0).of_callback
    twilio.conn.execute(text("UPDATE campaign SET status = 'paused'"))
    twilio.pass_time(120)
    watch.look()
    judge(twilio, watch, forbidden)
    assert resources() <= before + 2


def made(world):
    """Calls that came to their end."""
    return world.conn.execute(text("SELECT count(*) FROM attempt WHERE ended_at IS NOT NULL")).scalar_one()


def judge(world, watch, forbidden):
    assert world.double.rooms.crowded == [], "I1"
    assert watch.closed_late == [], f"I3: {watch.closed_late[:9]}"
    over = set(world.conn.execute(text("SELECT carrier_call_id FROM call WHERE ended_at IS NOT NULL")).scalars())
    assert [leg.sid for leg in world.double.live() if leg.sid in over or not leg.is_agent] == [], "I4"
    dials = Counter(leg.to for leg in world.double.leads())
    assert forbidden & dials.keys() == set(), "I6"
    free = world.conn.execute(
        text(
            "SELECT count(*) FROM call c WHERE c.carrier_call_id IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM charge h WHERE h.key = c.id)"
            " AND c.record -> 'milestones' ->> 'refused_at' IS NULL"
        )
    ).scalar_one()
    assert free == 0, "I5"
    assert abandoned_here(world) == abandoned_there(world), "I8"
    assert world.double.network.errors == []
    assert world.double.objections == []


def abandoned_here(world):
    rows = world.conn.execute(
        text("SELECT c.carrier_call_id FROM attempt a JOIN call c ON c.id = a.call_id WHERE a.abandoned")
    )
    return set(rows.scalars())


def abandoned_there(world):
    """People who answered and met nobody, as Twilio saw it; a machine is nobody to be abandoned."""
    return {
        leg.sid
        for leg in world.double.leads()
        if leg.answered_at and not leg.met_agent and leg.answered_by != "machine_start"
    }


def resources():
    gc.collect()
    return threading.active_count() + len(os.listdir("/proc/self/fd"))
