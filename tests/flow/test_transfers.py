"""A person handed over in mid-call, on the practice network: warm and blind, to colleagues and to other phones."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from dialer import cards, snapshots
from dialer.refusals import Refused
from dialer.store import timeline, transfers
from telephony.events import HangUpReason
from telephony.orders import HangUp
from telephony.practice import Range
from tests.support.world import PROFILE, World, person, practice_services

OFFICE = "+12175550190"


def card(world: World, agent):
    return cards.session_cards(world.conn, [agent.session_id])[0]


def of(world: World, agent):
    shown = card(world, agent).transfer
    return shown and (shown["side"], shown["state"])


def row(world: World):
    return world.conn.execute(text("SELECT * FROM transfer ORDER BY id DESC LIMIT 1")).one()


def leg_state(world: World):
    found = world.conn.execute(text("SELECT state FROM call WHERE id = :id"), {"id": row(world).leg_call_id})
    return found.scalar_one()


def orders(world: World, lead):
    """What was asked for the person's call, in the order of the asking."""
    return set(world.orders(world.attempt(lead).call_id))


def on_a_call(world: World, talks=(200, 400)):
    agent = world.agent("Isa Caller")
    lead = world.lead(person(talks=talks))
    world.until(lambda: world.call_state(lead) == "talking")
    return agent, lead


def warm_to_office(world: World, agent):
    assert world.do(agent, "transfer", way="warm", number=OFFICE, note="Wants to list in May") == {"ok": True}
    world.until(lambda: of(world, agent) == ("from", "speaking"))


def test_the_agent_speaks_with_the_third_party_first_then_all_three_then_leaves_the_two_alone(world):
    agent, lead = on_a_call(world)
    assert world.do(agent, "transfer", way="warm", number=OFFICE, note="Wants to list in May") == {"ok": True}
    assert of(world, agent) == ("from", "calling")
    assert card(world, agent).on_hold, "the person hears music from the first moment"
    world.until(lambda: of(world, agent) == ("from", "speaking"))
    assert card(world, agent).on_hold
    world.do(agent, "transfer_join")
    assert of(world, agent) == ("from", "together")
    assert not card(world, agent).on_hold
    world.do(agent, "transfer_apart")
    assert (of(world, agent), card(world, agent).on_hold) == (("from", "speaking"), True)
    world.do(agent, "transfer_complete")
    world.pass_time(1)
    assert world.state(agent) == "wrap_up"
    assert world.call_state(lead) == "talking", "the person goes on with the third party"
    assert leg_state(world) == "talking"
    assert world.call(lead).record["agent_leg_id"] == row(world).leg_call_id
    world.say(agent, lead, "not_interested")
    assert world.state(agent) == "ready", "the agent is free while they talk on"
    assert orders(world, lead) >= {"hold", "bridge_to_agent"}


def test_while_two_whom_the_agent_left_alone_talk_the_agent_gets_the_next_person_and_each_ends_by_itself(world):
    agent, lead = on_a_call(world)
    warm_to_office(world, agent)
    world.do(agent, "transfer_complete")
    world.say(agent, lead, "not_interested")
    second = world.lead(person(talks=(100, 200)))
    world.until(lambda: world.call_state(second) == "talking")
    assert world.call(second).record["agent_leg_id"] != world.call(lead).record["agent_leg_id"]
    hang_up(world, row(world).leg_call_id)
    world.until(lambda: world.call_state(lead) == "ended")
    assert world.call_state(second) == "talking"
    assert "play_message" not in orders(world, lead), "nobody says sorry for a conversation that was over"
    assert row(world).over_at is not None


def test_when_the_person_hangs_up_first_the_third_party_is_let_go_too(world):
    agent, lead = on_a_call(world)
    warm_to_office(world, agent)
    world.do(agent, "transfer_complete")
    world.pass_time(1)
    hang_up(world, world.attempt(lead).call_id)
    world.until(lambda: leg_state(world) == "ended")
    assert (row(world).state, row(world).result) == ("over", "handed_over")


def hang_up(world: World, call_id):
    """The far end of this call hangs up."""
    order = HangUp(call_id=call_id, why=HangUpReason.agent)
    world.services.network.obey(order, world.clock.now())


@pytest.mark.parametrize("together", [False, True])
def test_when_the_third_party_hangs_up_before_the_person_was_given_the_agent_has_the_person_back(world, together):
    agent, lead = on_a_call(world)
    warm_to_office(world, agent)
    if together:
        world.do(agent, "transfer_join")
    hang_up(world, row(world).leg_call_id)
    world.until(lambda: of(world, agent) == ("from", "over"))
    assert not card(world, agent).on_hold, "nobody stays on hold for a call that came to nothing"
    assert (world.state(agent), world.call_state(lead)) == ("talking", "talking")
    assert card(world, agent).transfer["reason"]
    again = world.do(agent, "transfer", way="warm", number=OFFICE)
    assert again == {"ok": True}


@pytest.mark.parametrize("way", ["warm", "blind"])
def test_when_nobody_picks_up_the_agent_has_the_person_back_and_reads_why(make_world, settings, db, clock, way):
    world = make_world()
    profile = replace(PROFILE, delays=replace(PROFILE.delays, agent_answer=Range(100, 100)))
    world.services = practice_services(settings, db, clock, profile)
    world.engine = type(world.engine)(world.services)
    agent, lead = on_a_call(world)
    world.do(agent, "transfer", way=way, number=OFFICE)
    world.pass_time(5)
    assert (world.state(agent), card(world, agent).on_hold) == ("talking", True)
    world.until(lambda: of(world, agent) == ("from", "over"))
    assert not card(world, agent).on_hold
    assert (world.state(agent), world.call_state(lead)) == ("talking", "talking")
    assert row(world).result == "not_reached"
    assert "answer" in card(world, agent).transfer["reason"].lower()


@pytest.mark.parametrize("when", ["calling", "speaking", "together"])
def test_the_agent_takes_the_person_back_at_any_moment(world, when):
    agent, lead = on_a_call(world)
    world.do(agent, "transfer", way="warm", number=OFFICE)
    if when != "calling":
        world.until(lambda: of(world, agent) == ("from", "speaking"))
    if when == "together":
        world.do(agent, "transfer_join")
    assert world.do(agent, "transfer_back") == {"ok": True}
    assert not card(world, agent).on_hold
    world.until(lambda: leg_state(world) == "ended")
    assert (world.state(agent), world.call_state(lead)) == ("talking", "talking")
    assert row(world).result == "taken_back"


def test_put_through_blindly_the_person_goes_over_as_soon_as_somebody_picks_up(world):
    agent, lead = on_a_call(world)
    world.do(agent, "transfer", way="blind", number=OFFICE)
    assert (of(world, agent), world.state(agent)) == (("from", "calling"), "talking")
    world.until(lambda: of(world, agent) == ("from", "handed_over"))
    assert world.state(agent) == "wrap_up"
    assert world.call(lead).record["agent_leg_id"] == row(world).leg_call_id


def test_a_colleague_who_is_free_gets_the_person_at_once_with_lead_and_note_on_screen(world):
    agent, lead = on_a_call(world)
    lee = world.agent("Lee Listing")
    world.do(agent, "transfer", way="blind", session_id=lee.session_id, note="Asks about commission")
    assert world.state(agent) in ("ready", "starting"), "the result is the colleague's to give"
    assert world.state(lee) == "talking"
    room = snapshots.agent_room(world.services, world.conn, lee.session_id, world.clock.now())
    assert room.lead.id == lead.id
    shown = room.session.transfer
    assert (shown["side"], shown["by"], shown["note"]) == ("to", "Isa Caller", "Asks about commission")
    both = {each.id: each for each in cards.session_cards(world.conn, [agent.session_id, lee.session_id])}
    assert both[agent.session_id].transfer is None, "the page of who gave the person is free for the next"
    assert world.call(lead).record["agent_leg_id"] == world.session(lee).leg_call_id
    assert world.call(lead).agent_session_id == lee.session_id
    world.until(lambda: "bridge_to_agent" in orders(world, lead))
    hang_up(world, world.attempt(lead).call_id)
    world.until(lambda: world.state(lee) == "wrap_up")
    world.say(lee, lead, "not_interested")
    assert world.attempt(lead).agent_id == lee.user_id
    assert transfers.handed_over_in(world.conn, agent.session_id) == 1


def test_a_colleague_is_spoken_with_first_and_gets_no_other_call_meanwhile(world):
    agent, lead = on_a_call(world)
    lee = world.agent("Lee Listing")
    assert world.do(agent, "transfer", way="warm", session_id=lee.session_id) == {"ok": True}
    assert (of(world, agent), of(world, lee)) == (("from", "speaking"), ("to", "speaking"))
    assert card(world, lee).current_lead_id == lead.id
    assert card(world, lee).current_call_id is None, "the person is still the first agent's"
    second = world.lead(person(talks=(20, 400)))
    world.pass_time(20)
    assert world.call_state(second) == "", "nobody is dialed for two busy agents"
    assert "handed over" in world.do(agent, "hang_up").sentence
    world.do(agent, "transfer_join")
    world.do(agent, "transfer_complete")
    assert (world.state(lee), world.session(lee).current_call_id) == ("talking", world.attempt(lead).call_id)
    world.until(lambda: world.call_state(second) == "talking")
    assert world.session(agent).current_call_id == world.attempt(second).call_id


def test_a_colleague_who_declines_is_free_again_and_the_agent_has_the_person_back(world):
    agent, lead = on_a_call(world)
    lee = world.agent("Lee Listing")
    world.do(agent, "transfer", way="warm", session_id=lee.session_id)
    assert world.do(lee, "hang_up") == {"ok": True}
    assert (world.state(agent), card(world, agent).on_hold) == ("talking", False)
    assert world.session(lee).may_be_given_a_call()
    assert world.call_state(lead) == "talking"


def test_when_the_line_of_a_colleague_breaks_the_agent_has_the_person_back(world):
    agent, _ = on_a_call(world)
    lee = world.agent("Lee Listing")
    world.do(agent, "transfer", way="warm", session_id=lee.session_id)
    world.pass_time(1)
    hang_up(world, world.session(lee).leg_call_id)
    world.until(lambda: of(world, agent) == ("from", "over"))
    assert not card(world, agent).on_hold
    world.until(lambda: world.session(lee).may_be_given_a_call())


def test_when_the_person_hangs_up_on_hold_everybody_is_let_go(world):
    agent, lead = on_a_call(world)
    lee = world.agent("Lee Listing")
    world.do(agent, "transfer", way="warm", session_id=lee.session_id)
    world.pass_time(1)
    hang_up(world, world.attempt(lead).call_id)
    world.until(lambda: world.state(agent) == "wrap_up")
    assert world.session(lee).may_be_given_a_call()
    world.say(agent, lead, "not_interested")
    assert not card(world, agent).on_hold


def test_when_the_agents_own_line_breaks_the_third_party_is_let_go_and_the_person_hears_why(world):
    agent, lead = on_a_call(world)
    warm_to_office(world, agent)
    hang_up(world, world.session(agent).leg_call_id)
    world.until(lambda: leg_state(world) == "ended")
    world.until(lambda: "play_message" in orders(world, lead))
    assert row(world).result == "call_over"


def test_the_third_party_sees_our_number_and_never_the_persons(world):
    agent, lead = on_a_call(world)
    warm_to_office(world, agent)
    leg = world.conn.execute(text("SELECT * FROM call WHERE id = :id"), {"id": row(world).leg_call_id}).one()
    assert leg.e164 == OFFICE
    assert leg.caller_id == world.call(lead).caller_id != lead.number


def test_the_leads_history_says_who_handed_over_to_whom(world):
    agent, lead = on_a_call(world)
    warm_to_office(world, agent)
    world.do(agent, "transfer_complete")
    (item,) = [i for i in timeline.of_lead(world.conn, lead.id, world.clock.now()) if i.key.startswith("transfer:")]
    assert item.title.startswith("Handed over to")
    assert (item.by, item.body) == ("Isa Caller", "Wants to list in May")
    noted = world.conn.execute(text("SELECT detail FROM audit_log WHERE action = 'session.command' ORDER BY id DESC"))
    assert all(OFFICE not in str(detail) and "May" not in str(detail) for detail in noted.scalars())


def test_the_people_of_a_campaign_and_the_saved_numbers_can_be_chosen(world):
    agent, lead = on_a_call(world)
    lee, busy = world.agent("Lee Listing"), world.agent("Bo Busy", ready=False)
    saved = transfers.save_contact(world.conn, name="Kim Closer", about="Listing agent", e164=OFFICE)
    found = transfers.colleagues(world.conn, agent.session_id)
    assert [(each.name, each.free) for each in found] == [("Lee Listing", True), ("Bo Busy", False)]
    assert "not free" in world.do(agent, "transfer", way="blind", session_id=busy.session_id).sentence
    world.do(agent, "transfer", way="warm", contact_id=saved)
    assert card(world, agent).transfer["to_name"] == "Kim Closer"
    assert world.call_state(lead) == "talking"
    assert world.state(lee) == "ready"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"way": "warm", "number": "12"}, "as + and digits"),
        ({"way": "warm"}, "as + and digits"),
        ({"way": "warm", "number": "+12173334444"}, "cannot be reached here"),
        ({"way": "loud", "number": OFFICE}, "warm, blind"),
        ({"way": "warm", "number": "+13045550199"}, "your own outgoing numbers"),
        ({"way": "warm", "contact_id": 4711}, "no such saved number"),
        ({"way": "warm", "session_id": 4711}, "no such colleague"),
        ({"way": "warm", "number": OFFICE, "note": "x" * 301}, "at most 300"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out_and_nobody_is_put_on_hold(world, args, words):
    agent, lead = on_a_call(world)
    refused = world.do(agent, "transfer", **args)
    assert isinstance(refused, Refused)
    assert words in refused.sentence
    assert not card(world, agent).on_hold
    assert "number of the person" in world.do(agent, "transfer", way="warm", number=lead.number).sentence


def test_only_a_call_in_hand_is_handed_over_and_only_once_at_a_time(world):
    agent = world.agent()
    assert "no call" in world.do(agent, "transfer", way="warm", number=OFFICE).sentence.lower()
    assert "No call is being handed over" in world.do(agent, "transfer_back").sentence
    lead = world.lead(person(talks=(200, 400)))
    world.until(lambda: world.call_state(lead) == "talking")
    world.do(agent, "transfer", way="warm", number=OFFICE)
    assert "already" in world.do(agent, "transfer", way="warm", number=OFFICE).sentence
    assert "Nobody is there yet" in world.do(agent, "transfer_complete").sentence
    assert "taken back" not in row(world).result
    for command in ("hold", "unhold", "digits", "hang_up", "voicemail_drop", "next_number", "next_lead"):
        assert isinstance(world.do(agent, command), Refused), command
