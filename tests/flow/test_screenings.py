"""Judged answers are kept with their levels, for a while, and judged again with other parameters."""

import json
from datetime import timedelta

from sqlalchemy import text
from typer.testing import CliRunner

from dialer import sip_notes
from dialer.cli import app
from dialer.clock import SystemClock
from dialer.sip_screening import replay
from dialer.store import screenings
from telephony.orders import Detection
from telephony.sip.notes import Screened
from telephony.sip.screening import Screening
from tests.support.world import World, person

QUIET, VOICE = 4, 70
TALK = person(rings=(2, 10), talks=(5, 10))
BRIEF, LONG = (1200, 2000), (2600, 600)
"""A greeting and the silence after it, in ms."""


def a_call(world: World, flag: str | None = None):
    """A call of ours that is over; `flag` is one of those of the agent's result."""
    lead = world.lead(TALK)
    world.until(lambda: world.call_state(lead) == "ended", at_most=120)
    call_id = world.attempt(lead).call_id
    world.conn.execute(
        text("""
            UPDATE attempt SET open = FALSE, disposition = coalesce(
                   (SELECT name FROM disposition WHERE flags ->> :flag = 'true' ORDER BY name LIMIT 1), '')
             WHERE call_id = :call
        """),
        {"call": call_id, "flag": flag},
    )
    return call_id


def judged(call_id: str, greeting: tuple[int, int], at) -> Screened:
    voice, silence = greeting
    levels = [QUIET] * 10 + [VOICE] * (voice // 20) + [QUIET] * (silence // 20)
    screening, trace = Screening(), tuple((20 * i, level) for i, level in enumerate(levels))
    for polled in trace:
        screening.hear(*polled)
    assert screening.decision is not None
    return Screened(call_id=call_id, at=at, decision=screening.decision, trace=trace)


def test_stored_answers_are_judged_as_before_and_otherwise_with_other_parameters(world: World, database_url, redis_url):
    now = SystemClock().now()
    world.agent()
    calls = {flag: a_call(world, flag) for flag in ("counts_as_contact", "voicemail", None)}
    for flag, greeting in (("counts_as_contact", BRIEF), ("voicemail", LONG), (None, LONG)):
        for _ in range(2):
            sip_notes.keep(world.services, judged(calls[flag], greeting, now))
    (first, *_) = stored = screenings.since(world.conn, now - timedelta(days=1), None)
    assert len(stored) == 3
    assert len(first.times_ms) == len(first.levels) > 100

    same = replay(world.services.db, now - timedelta(days=1), None, Detection())
    assert same.then == same.now
    assert (same.changed, same.then.machines, same.then.people_known, same.then.machines_known) == (0, 2, 1, 1)
    strict = replay(world.services.db, now - timedelta(days=1), first.campaign_id, Detection(greeting_ms=1000))
    assert (strict.then.people_taken_for_machines, strict.now.people_taken_for_machines) == (0, 1)
    assert strict.changed == 1
    assert replay(world.services.db, now - timedelta(days=1), 10**9, Detection()).then.answers == 0

    variables = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "RELIST_DATA_DIR": str(world.services.settings.data_dir),
        "RELIST_LOG_LEVEL": "error",
    }
    asked = ["screening", "replay", "--greeting-ms", "1000"]
    told = CliRunner().invoke(app, asked, env=variables)
    assert "Another verdict: 1." in told.stdout
    assert "1 of 1" in told.stdout
    figures = json.loads(CliRunner().invoke(app, [*asked, "--json"], env=variables).stdout)
    assert figures["now"]["people_taken_for_machines"] == 1
    wrong = CliRunner().invoke(app, ["screening", "replay", "--greeting-ms", "10"], env=variables)
    assert wrong.exit_code == 2


def test_levels_are_kept_for_a_month(world: World):
    now = SystemClock().now()
    world.agent()
    old, fresh = a_call(world), a_call(world)
    sip_notes.keep(world.services, judged(old, LONG, now - screenings.KEPT - timedelta(hours=1)))
    assert len(screenings.since(world.conn, now - timedelta(days=60), None)) == 1
    sip_notes.keep(world.services, judged(fresh, LONG, now))
    assert [each.call_id for each in screenings.since(world.conn, now - timedelta(days=60), None)] == [fresh]
