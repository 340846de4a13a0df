"""A person handed over in mid-call, from one conference to another: who hears whom, at every step."""

import pytest
from sqlalchemy import text

from dialer import cards
from tests.support.twilio_double import FarEnd

OFFICE = "+18475550190"
STAYS = FarEnd(answers_after=2.0, patience=1e9, talk=1e9, verdict=None)


class Scene:
    """An agent who talks to a person, and who else there is; `heard` names them."""

    def __init__(self, twilio, office=STAYS):
        self.twilio = twilio
        twilio.people[OFFICE] = [office]
        self.agent = twilio.agent("Isa Caller")
        self.lead = twilio.lead_at(FarEnd(talk=1000))
        twilio.until(lambda: twilio.call_state(self.lead) == "talking")
        self.names = {self.lead.number: "person", f"client:agent_{self.agent.user_id}": "agent", OFFICE: "office"}

    def heard(self):
        rooms = self.twilio.double.rooms.open.values()
        return {f"{self.names[one]} to {self.names[other]}" for room in rooms for one, other in room.heard()}

    def until_heard(self, *pairs):
        """Waits until exactly these hear each other."""
        both = {f"{one} to {other}" for pair in pairs for one, other in (pair, pair[::-1])}
        self.twilio.until(lambda: self.heard() == both)

    def do(self, command, **args):
        assert self.twilio.do(self.agent, command, **args) == {"ok": True}

    def speaks_with_the_office(self):
        self.do("transfer", way="warm", number=OFFICE)
        self.until_heard(("agent", "office"))
        # Twilio's report of who has joined may come later than they hear each other.
        self.twilio.until(lambda: self.card().transfer["state"] == "speaking")

    def colleague(self):
        lee = self.twilio.agent("Lee Listing")
        self.names[f"client:agent_{lee.user_id}"] = "lee"
        return lee

    def card(self):
        return cards.session_cards(self.twilio.conn, [self.agent.session_id])[0]

    def leg_to(self, number):
        return next(leg for leg in self.twilio.double.legs.values() if leg.to == number)

    def fine(self):
        assert self.twilio.double.problems() == []
        assert self.twilio.double.rooms.crowded == []


@pytest.fixture
def scene(twilio):
    return Scene(twilio)


def test_somebody_outside_is_spoken_with_first_then_all_three_then_the_agent_has_the_next_person(scene):
    twilio = scene.twilio
    scene.speaks_with_the_office()
    assert scene.card().on_hold
    scene.do("transfer_join")
    scene.until_heard(("agent", "office"), ("agent", "person"), ("office", "person"))
    scene.do("transfer_apart")
    scene.until_heard(("agent", "office"))
    scene.do("transfer_complete")
    scene.until_heard(("office", "person"))
    assert twilio.state(scene.agent) == "wrap_up"
    twilio.say(scene.agent, scene.lead, "not_interested")
    second = twilio.lead_at(FarEnd(talk=1000))
    scene.names[second.number] = "second"
    scene.until_heard(("office", "person"), ("agent", "second"))
    twilio.double.network.hang_up(scene.leg_to(OFFICE))
    twilio.until(lambda: twilio.call_state(scene.lead) == "ended")
    scene.until_heard(("agent", "second"))
    assert scene.leg_to(scene.lead.number).heard == [], "nobody says sorry for a conversation that was over"
    scene.fine()


def test_put_through_blindly_the_person_hears_music_until_somebody_picks_up(scene):
    twilio = scene.twilio
    scene.do("transfer", way="blind", number=OFFICE)
    twilio.until(lambda: scene.heard() == set())
    scene.until_heard(("office", "person"))
    twilio.double.network.hang_up(scene.leg_to(scene.lead.number))
    twilio.until(lambda: not scene.leg_to(OFFICE).is_live)
    scene.fine()


@pytest.mark.parametrize("office", [FarEnd(answers_after=None), FarEnd(final="busy"), FarEnd(refused=21211)])
def test_when_nobody_is_reached_agent_and_person_hear_each_other_again(twilio, office):
    scene = Scene(twilio, office)
    scene.do("transfer", way="warm", number=OFFICE)
    twilio.until(lambda: scene.card().transfer["state"] == "over")
    scene.until_heard(("agent", "person"))
    assert scene.card().transfer["reason"]
    assert twilio.state(scene.agent) == "talking"
    assert twilio.double.rooms.crowded == []


def test_whoever_hangs_up_before_it_is_done_the_agent_takes_the_person_off_hold(scene):
    twilio = scene.twilio
    scene.speaks_with_the_office()
    twilio.double.network.hang_up(scene.leg_to(OFFICE))
    scene.until_heard(("agent", "person"))
    scene.speaks_with_the_office()
    scene.do("transfer_back")
    scene.until_heard(("agent", "person"))
    scene.fine()


def test_a_colleague_comes_into_the_room_goes_back_to_their_own_and_gets_the_person_there(scene):
    twilio = scene.twilio
    lee = scene.colleague()
    line = twilio.session(lee).leg_call_id
    scene.do("transfer", way="warm", session_id=lee.session_id)
    scene.until_heard(("agent", "lee"))
    scene.do("transfer_back")
    scene.until_heard(("agent", "person"))
    assert twilio.session(lee).may_be_given_a_call()
    scene.do("transfer", way="warm", session_id=lee.session_id)
    scene.until_heard(("agent", "lee"))
    scene.do("transfer_join")
    scene.until_heard(("agent", "lee"), ("agent", "person"), ("lee", "person"))
    scene.do("transfer_complete")
    scene.until_heard(("lee", "person"))
    assert twilio.session(lee).leg_call_id == line, "on the line that was up all the time"
    twilio.double.network.hang_up(scene.leg_to(scene.lead.number))
    twilio.until(lambda: twilio.state(lee) == "wrap_up")
    assert (twilio.state(scene.agent), twilio.session(scene.agent).leg_up) == ("ready", True)
    scene.fine()


def test_a_colleague_who_is_free_is_given_the_person_in_one_step(scene):
    lee = scene.colleague()
    scene.do("transfer", way="blind", session_id=lee.session_id)
    scene.until_heard(("lee", "person"))
    assert scene.twilio.state(scene.agent) == "ready"
    scene.fine()


def test_when_the_agents_line_breaks_the_person_hears_why_and_the_third_party_is_let_go(scene):
    twilio = scene.twilio
    scene.speaks_with_the_office()
    twilio.double.network.hang_up(scene.leg_to(f"client:agent_{scene.agent.user_id}"))
    twilio.until(lambda: not scene.leg_to(OFFICE).is_live)
    twilio.until(lambda: scene.leg_to(scene.lead.number).heard != [])
    scene.fine()


def test_the_call_to_the_third_party_costs_and_is_never_to_a_premium_number(scene):
    scene.speaks_with_the_office()
    conn = scene.twilio.conn
    leg_id = conn.execute(text("SELECT leg_call_id FROM transfer")).scalar_one()
    reserved = conn.execute(text("SELECT count(*) FROM charge WHERE key = :id"), {"id": leg_id}).scalar_one()
    assert reserved == 1
    scene.do("transfer_back")
    scene.twilio.until(lambda: scene.card().transfer["state"] == "over")
    scene.do("transfer", way="warm", number="+19005550150")
    scene.twilio.until(lambda: scene.card().transfer["state"] == "over")
    assert "premium" in scene.card().transfer["reason"]
    scene.until_heard(("agent", "person"))
