"""Managers on agents' calls, on the practice network: who may, who sees it, and when it ends."""

import pytest
from sqlalchemy import text

from dialer import cards, coaching
from dialer.store.accounts import by_id
from telephony.orders import Hear, Hearing
from tests.support.builders import a_user
from tests.support.world import World, person

BROWSER = {"kind": "browser", "address": ""}


@pytest.fixture
def boss(world: World):
    return by_id(world.conn, a_user(world.conn, role="manager", name="Morgan Manager").id)


def seen(world: World, agent):
    return [(each["name"], each["mode"], each["state"]) for each in card(world, agent).listeners]


def card(world: World, agent):
    return cards.session_cards(world.conn, [agent.session_id])[0]


def hear(world, boss, agent, mode="listen"):
    return coaching.hear(world.services, boss, agent.session_id, mode, BROWSER)


def test_the_agent_sees_who_is_there_and_how_until_they_leave(world, boss):
    agent = world.agent()
    lead = world.lead(person(talks=(60, 400)))
    world.until(lambda: world.call_state(lead) == "talking")
    assert hear(world, boss, agent) is None
    assert seen(world, agent) == [("Morgan Manager", "listen", "dialing")]
    world.until(lambda: seen(world, agent) == [("Morgan Manager", "listen", "there")])
    assert hear(world, boss, agent, "whisper") is None
    world.pass_time(1)
    assert seen(world, agent) == [("Morgan Manager", "whisper", "there")]
    assert world.state(agent) == "talking"
    assert coaching.leave(world.services, boss) is None
    assert seen(world, agent) == []
    assert world.state(agent) == "talking"
    noted = world.conn.execute(
        text("SELECT detail ->> 'mode' FROM audit_log WHERE action = 'session.heard' ORDER BY id")
    )
    assert list(noted.scalars()) == ["listen", "whisper"]


def test_who_listens_elsewhere_leaves_the_former_agent(world, boss):
    first, second = world.agent(), world.agent()
    hear(world, boss, first)
    world.until(lambda: seen(world, first))
    hear(world, boss, second, "barge")
    assert seen(world, first) == []
    world.until(lambda: seen(world, second) == [("Morgan Manager", "barge", "there")])


def test_the_end_of_the_session_takes_the_manager_off_the_line(world, boss):
    agent = world.agent()
    hear(world, boss, agent)
    world.until(lambda: seen(world, agent)[0][2] == "there")
    world.do(agent, "end")
    world.until(lambda: seen(world, agent) == [])
    left = world.conn.execute(text("SELECT count(*) FROM call WHERE ended_at IS NULL")).scalar_one()
    world.until(lambda: world.conn.execute(text("SELECT count(*) FROM call WHERE ended_at IS NULL")).scalar_one() == 0)
    assert left <= 2


def test_what_cannot_be_heard_is_refused_with_the_reason(world, boss):
    agent = world.agent(ready=False)
    assert "not up yet" in hear(world, boss, agent).sentence
    world.until(lambda: world.session(agent).leg_up)
    assert "listen, whisper, barge" in hear(world, boss, agent, "shout").sentence
    own = by_id(world.conn, agent.user_id)
    assert "your own session" in hear(world, own, agent).sentence
    assert coaching.leave(world.services, boss) is not None


class ChangingTheirMind:
    """The carrier, at which an order to hear takes so long that the manager chooses anew meanwhile."""

    def __init__(self, carrier, choose):
        self._carrier = carrier
        self._choose = choose
        self.heard = []

    def __getattr__(self, name):
        return getattr(self._carrier, name)

    def carry_out(self, order):
        if isinstance(order, Hear):
            self.heard.append(order.hearing)
            if len(self.heard) == 1:
                self._choose()
        return self._carrier.carry_out(order)


def test_a_choice_made_while_the_last_one_is_on_its_way_to_the_carrier_counts(world, boss):
    agent = world.agent()
    slow = ChangingTheirMind(world.services.carriers["practice"], lambda: hear(world, boss, agent, "whisper"))
    world.services.carriers["practice"] = slow
    hear(world, boss, agent)
    world.until(lambda: len(slow.heard) > 1)
    world.pass_time(3)
    assert slow.heard == [Hearing.listen, Hearing.whisper]
    assert seen(world, agent) == [("Morgan Manager", "whisper", "there")]
