"""Events, orders and calls survive the way to JSON text and back."""

import json
import typing
from datetime import datetime
from enum import Enum

import pytest

import telephony.call.values as call_values
from telephony import endings, events, numbers, orders
from telephony.call import Call, OnMachine, Recordings
from telephony.endings import EndingKind, ending
from telephony.events import (
    CallArrived,
    EventError,
    Rang,
    RecordingReady,
    TextDelivered,
    TextFailed,
    TextReceived,
    TextSent,
)
from telephony.orders import (
    BridgeToAgent,
    Detection,
    GoToRoom,
    HangUp,
    HangUpReason,
    Hear,
    Hearing,
    Hold,
    LeaveVoicemail,
    LookUpCall,
    LookUpText,
    Mute,
    Order,
    OrderError,
    PlayMessage,
    SendDigits,
    SendText,
    StartRecording,
    Unhold,
    Unmute,
    about,
)
from telephony.wire import (
    WireError,
    ending_from_json,
    event_from_json,
    order_from_json,
    read,
    to_json,
)
from telephony.words import Word
from tests.telephony.builders import EVENT_KINDS, LEAD, OURS, START, after, call, order, told

TEXT = {"message_id": "m1", "at": START, "event_key": "k", "carrier_message_id": "SM1"}
TEXT_EVENTS = (
    TextSent(**TEXT),
    TextDelivered(**TEXT),
    TextFailed(**TEXT, ending=ending(EndingKind.filtered, "30007")),
    TextReceived(
        carrier_message_id="SM2", from_=LEAD, to=OURS, body="Stop", at=START, event_key="k", opt_out_type="STOP"
    ),
)
ARRIVALS = (
    CallArrived(call_id="c", at=START, event_key="k", carrier_call_id="CA1", to=OURS),
    CallArrived(call_id="c", at=START, event_key="k", carrier_call_id="CA1", to=OURS, from_=LEAD),
    RecordingReady(call_id="c", at=START, event_key="k", recording_id="RE1", seconds=3.5, of_conversation=False),
)
ORDERS = (
    order(detection=Detection(greeting_ms=1200)),
    HangUp(call_id="c", why=HangUpReason.skipped),
    BridgeToAgent(call_id="c", agent_leg_id="leg"),
    PlayMessage(call_id="c", message_id="sorry", then_hang_up=False),
    LeaveVoicemail(call_id="c", message_id="vm", wait_for_greeting=False),
    Hold(call_id="c", count=1),
    Unhold(call_id="c"),
    Mute(call_id="c"),
    Unmute(call_id="c", carrier_call_id="CA1"),
    SendDigits(call_id="c", digits="1*#"),
    StartRecording(call_id="c"),
    Hear(call_id="c", agent_leg_id="leg", agent_carrier_id="CA1", hearing=Hearing.whisper),
    GoToRoom(call_id="c", room_leg_id="leg"),
    LookUpCall(call_id="c"),
    SendText(message_id="m", to=LEAD, from_=OURS, body="Hello"),
    LookUpText(message_id="m"),
)


def through_text(value):
    return json.loads(json.dumps(to_json(value)))


@pytest.mark.parametrize(
    "event", [*(told(kind) for kind in EVENT_KINDS), *TEXT_EVENTS, *ARRIVALS], ids=lambda e: type(e).__name__
)
def test_every_event_comes_back_from_json(event):
    assert event_from_json(through_text(event)) == event


@pytest.mark.parametrize("given", ORDERS, ids=lambda o: type(o).__name__)
def test_every_order_comes_back_from_json(given):
    assert order_from_json(through_text(given)) == given


def test_the_lists_above_are_complete():
    assert {type(event) for event in (*TEXT_EVENTS, *ARRIVALS)} | set(EVENT_KINDS) == set(typing.get_args(events.Event))
    assert {type(given) for given in ORDERS} == set(typing.get_args(Order))


def test_only_orders_that_undo_each_other_share_a_key():
    undone = {Unhold: Hold(call_id="c").key, Unmute: Mute(call_id="c").key}
    assert {type(given): given.key for given in ORDERS if type(given) in undone} == undone
    keys = [given.key for given in ORDERS if type(given) not in undone]
    assert len(set(keys)) == len(keys)
    assert HangUp(call_id="c", why=HangUpReason.agent).key == "c:hang_up"
    assert Hold(call_id="c", count=2).key == "c:hold:2"


def test_an_order_takes_the_name_that_the_carrier_gave_meanwhile():
    waiting = HangUp(call_id="c", why=HangUpReason.agent)
    assert about(waiting, "CA1").carrier_call_id == "CA1"
    assert about(about(waiting, "CA1"), None).carrier_call_id == "CA1"


def test_a_call_in_full_swing_comes_back_from_json():
    moved = after(
        call(on_machine=OnMachine.drop, recordings=Recordings(voicemail="vm")),
        *(events.Sent, events.Rang, events.Answered, events.AgentAssigned, events.Machine, events.Ended),
    ).call
    assert moved.ending is not None
    assert read(Call, through_text(moved)) == moved


def test_an_ending_comes_back_from_json():
    given = ending(EndingKind.busy, "SIP 486")
    assert ending_from_json(through_text(given)) == given


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"kind": "no_such_event"},
        {**to_json(told(Rang)), "at": "yesterday"},
        {**to_json(told(Rang)), "at": 7},
        {**to_json(told(Rang)), "source": "rumour"},
        {**to_json(told(Rang)), "call_id": 7},
        {key: part for key, part in to_json(told(Rang)).items() if key != "call_id"},
        {**to_json(told(Rang)), "call_id": ""},
        {**to_json(told(Rang)), "at": "2026-03-02T15:00:00"},
    ],
)
def test_json_that_is_no_event_is_refused(broken):
    with pytest.raises(WireError):
        event_from_json(broken)


def test_a_bad_number_in_json_is_refused_without_being_repeated():
    with pytest.raises(WireError) as problem:
        order_from_json({**to_json(order()), "to": "+12175550"})
    assert "2175550" not in str(problem.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rang(call_id="", at=START, event_key="k"),
        lambda: Rang(call_id="c", at=START, event_key=""),
        lambda: Rang(call_id="c", at=datetime(2026, 3, 2), event_key="k"),  # noqa: DTZ001  naive on purpose
    ],
)
def test_an_event_without_ids_or_an_aware_time_cannot_exist(make):
    with pytest.raises(EventError):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: order(ring_seconds=4),
        lambda: order(ring_seconds=601),
        lambda: order(max_seconds=20),
        lambda: order(max_seconds=86_401),
        lambda: SendDigits(call_id="c", digits="12a"),
        lambda: SendText(message_id="m", to=LEAD, from_=OURS, body="  "),
    ],
)
def test_an_order_that_no_carrier_could_carry_out_cannot_exist(make):
    with pytest.raises(OrderError):
        make()


WORDS = [
    member
    for module in (endings, events, numbers, orders, call_values)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and kind is not Word
    for member in kind
]


@pytest.mark.parametrize("member", WORDS, ids=lambda m: f"{type(m).__name__}.{m}")
def test_every_word_has_a_sentence(member):
    assert member.sentence.endswith((".", ")."))
    assert type(member)(member.value) is member
