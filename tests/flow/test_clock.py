"""Case 82 for texts: the machine's clock is set while one is due."""

from datetime import timedelta

from dialer.core.clock_steps import SETTLES_AFTER
from dialer.refusals import Refused
from dialer.texting import send_by_hand
from tests.support.builders import phones_of
from tests.support.world import World, nobody


def a_while_later(world: World, by: timedelta) -> None:
    """One look of the engine and one of the worker, in whatever has passed meanwhile."""
    world.clock.advance(by)
    world.engine.step()
    world.work()


def test_case_082_no_text_leaves_until_the_clock_has_kept_its_pace(world: World) -> None:
    world.worker_runs = False
    lead, agent = world.lead(nobody), world.agent(lines=1)
    world.until(lambda: world.call_state(lead) == "ended")
    world.clock.set_by(timedelta(hours=1))
    world.engine.step()
    a_while_later(world, SETTLES_AFTER - timedelta(seconds=10))
    assert world.messages(lead) == []
    (due,) = world.touches(lead, "text")
    assert (due.state, "five minutes" in due.reason) == ("planned", True)

    phone_id, now = phones_of(world.conn, lead.id)[0][0], world.clock.now()
    by_hand = send_by_hand(
        world.services, lead_id=lead.id, phone_id=phone_id, body="Hi", user_id=agent.user_id, now=now
    )
    assert isinstance(by_hand, Refused)
    assert by_hand.sentence == due.reason

    a_while_later(world, timedelta(seconds=20))
    (message,) = world.messages(lead)
    (left,) = world.touches(lead, "text")[:1]
    assert (left.state, left.reason, left.message_id) == ("done", "", message.id)
