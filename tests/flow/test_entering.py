"""A lead that enters a campaign: what the sequence sends before its first call is planned with it."""

from datetime import timedelta

from sqlalchemy import text

from dialer.core.sequences import Step, StepKind, steps_to_json
from dialer.enrolling import enroll
from tests.support.builders import a_campaign, a_lead, a_sequence

WRITTEN_FIRST = (
    Step(StepKind.letter, "Letter"),
    Step(StepKind.text, "Text", template="Missed call"),
    Step(StepKind.call, "Call", wait_days=2),
)


def entered(services, conn, steps):
    """The place and the planned touches of a fresh lead in a campaign with these steps."""
    now = services.clock.now()
    campaign = a_campaign(conn, sequence_id=a_sequence(conn, steps=steps_to_json(steps)))
    lead = a_lead(conn)
    with services.db.transaction() as own:
        assert enroll(own, campaign, [lead], now) == [lead]
        assert enroll(own, campaign, [lead], now) == []
    place = conn.execute(text("SELECT state, position, next_call_at FROM enrollment WHERE lead_id = :l"), {"l": lead})
    touches = conn.execute(
        text("SELECT label, channel, state, due_at FROM touch WHERE lead_id = :l ORDER BY step"), {"l": lead}
    )
    return place.one(), touches.all(), now


def test_what_comes_before_the_first_call_is_planned_and_the_call_waits_its_days(services, conn):
    place, touches, now = entered(services, conn, WRITTEN_FIRST)
    assert [tuple(touch) for touch in touches] == [
        ("Letter", "letter", "planned", now),
        ("Text", "text", "planned", now),
    ]
    assert (place.state, place.position) == ("waiting", 2)
    assert timedelta(days=1) < place.next_call_at - now < timedelta(days=3)


def test_a_sequence_that_begins_with_a_call_makes_the_lead_ready_and_plans_nothing(services, conn):
    place, touches, _ = entered(services, conn, (Step(StepKind.call, "Call"), *WRITTEN_FIRST[:2]))
    assert tuple(place) == ("ready", 0, None)
    assert touches == []
