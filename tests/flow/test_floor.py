"""What the pacer sees while calls change under its eyes."""

from sqlalchemy import event

from dialer import calls
from dialer.store import floor
from telephony.events import Answered
from tests.support.world import World, person


def test_whoever_answers_while_the_floor_is_read_makes_no_agent_look_free_without_a_line(world: World) -> None:
    """Else another line would be opened, and whoever answered that one be left alone."""
    lead = world.lead(person(rings=(8, 20)))
    world.agent()
    world.until(lambda: world.call_state(lead) == "ringing")
    engine = world.services.db.engine
    call, now = world.call(lead), world.clock.now()
    told: list[bool] = []

    def answer(*_: object) -> None:
        if told:
            return
        told.append(True)
        answered = Answered(call_id=call.id, at=now, event_key="answered", carrier_call_id=call.carrier_call_id)
        calls.apply(world.services, "practice", [answered])

    event.listen(engine, "after_cursor_execute", answer)
    try:
        found, _ = floor.load(world.conn, call.campaign_id, now)
    finally:
        event.remove(engine, "after_cursor_execute", answer)
    assert world.call(lead).agent_session_id is not None, "the agent was given the call meanwhile"
    assert not found.free_agents or found.ringing
