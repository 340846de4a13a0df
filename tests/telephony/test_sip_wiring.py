"""Who hears whom on the bridge, for every state that legs can be in."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony.orders import Hearing
from telephony.sip.leg import Leg
from telephony.sip.wiring import NOWHERE, Ears, Wire, tape_of_heard, tape_of_said, wires
from tests.telephony.builders import order

AGENTS = ("agent1", "agent2")
leads = st.builds(
    Ears,
    id=st.sampled_from("abcdef"),
    with_agent=st.sampled_from([None, *AGENTS]),
    hears_message=st.sampled_from([None, "message"]),
    notice=st.sampled_from([None, "notice"]),
    music=st.sampled_from([None, "music"]),
    on_hold=st.booleans(),
    muted=st.booleans(),
    is_metered=st.booleans(),
    is_taped=st.booleans(),
)
agents = st.builds(Ears, id=st.sampled_from(AGENTS), muted=st.booleans())
managers = st.builds(
    Ears,
    id=st.sampled_from(["boss1", "boss2"]),
    beside=st.sampled_from([None, *AGENTS, "gone"]),
    hearing=st.sampled_from(list(Hearing)),
)
rooms = st.tuples(
    st.lists(leads, unique_by=lambda leg: leg.id),
    st.lists(agents, unique_by=lambda leg: leg.id),
    st.lists(managers, unique_by=lambda leg: leg.id),
)
Room = tuple[list[Ears], list[Ears], list[Ears]]


def heard_by(found: frozenset[Wire], ear: str) -> set[str]:
    return {mouth for mouth, each in found if each == ear}


@settings(deadline=None, max_examples=50)
@given(rooms)
def test_no_ear_hears_two_leads_and_no_lead_another(room: Room) -> None:
    found, people = wires(leg for legs in room for leg in legs), {leg.id for leg in room[0]}
    for legs in room:
        for leg in legs:
            ours = heard_by(found, leg.id) & people
            assert len(ours) <= 1
            assert not (ours and leg.id in people)


@settings(deadline=None, max_examples=50)
@given(rooms)
def test_a_lead_hears_a_manager_only_who_speaks_to_both(room: Room) -> None:
    found = wires(leg for legs in room for leg in legs)
    for manager in room[2]:
        heard = {ear for mouth, ear in found if mouth == manager.id}
        assert manager.hearing is not Hearing.listen or not heard
        assert manager.hearing is not Hearing.whisper or heard <= {manager.beside}
        assert not heard or manager.beside in {agent.id for agent in room[1]}


@settings(deadline=None, max_examples=50)
@given(rooms)
def test_whoever_is_on_hold_or_hears_a_message_hears_nobody_and_is_heard_by_nobody(room: Room) -> None:
    found, everybody = wires(leg for legs in room for leg in legs), {leg.id for legs in room for leg in legs}
    for lead in room[0]:
        if lead.on_hold or lead.hears_message:
            assert not heard_by(found, lead.id) & everybody
            assert not {ear for mouth, ear in found if mouth == lead.id} & everybody
        if lead.hears_message:
            assert heard_by(found, lead.id) == {"message"}


@settings(deadline=None, max_examples=50)
@given(rooms)
def test_a_tape_holds_what_its_leg_says_and_hears_and_nothing_else(room: Room) -> None:
    found = wires(leg for legs in room for leg in legs)
    for lead in room[0]:
        assert heard_by(found, tape_of_heard(lead.id)) == (heard_by(found, lead.id) if lead.is_taped else set())
        said = {lead.id} if lead.is_taped and not lead.muted else set()
        assert heard_by(found, tape_of_said(lead.id)) == said
        assert ((lead.id, NOWHERE) in found) is lead.is_metered


def test_two_managers_hear_the_one_who_speaks_to_both_and_not_the_one_who_whispers() -> None:
    speaks = Ears(id="boss1", beside="agent1", hearing=Hearing.barge)
    whispers = Ears(id="boss2", beside="agent1", hearing=Hearing.whisper)
    found = wires([Ears(id="agent1"), Ears(id="a", with_agent="agent1"), speaks, whispers])
    assert heard_by(found, "a") == {"agent1", "boss1"}
    assert heard_by(found, "agent1") == {"a", "boss1", "boss2"}
    assert heard_by(found, "boss1") == {"agent1", "a"}
    assert heard_by(found, "boss2") == {"agent1", "a", "boss1"}


def test_a_notice_is_heard_by_everybody_in_the_room_while_they_talk_on() -> None:
    listens = Ears(id="boss1", beside="agent1", hearing=Hearing.listen)
    found = wires([Ears(id="agent1"), Ears(id="a", with_agent="agent1", notice="notice"), listens])
    assert {ear for mouth, ear in found if mouth == "notice"} == {"agent1", "a", "boss1"}
    assert ("a", "agent1") in found


@pytest.mark.parametrize("name", [each.name for each in fields(Ears) if each.name != "id"])
def test_a_leg_is_asked_anew_for_whatever_changed_since_it_was_asked_last(name: str) -> None:
    leg = Leg(order=order(call_id="a"), carrier_call_id="0.boot-a", tell=lambda _: None)
    assert leg.ears == Ears(id="a")
    for value in ("changed", getattr(leg.ears, name)):
        setattr(leg, "message" if name == "hears_message" else name, value)
        assert getattr(leg.ears, name) == value
    assert leg.ears == Ears(id="a")
