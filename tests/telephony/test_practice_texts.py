"""Texts on the practice network."""

from collections import Counter
from datetime import timedelta

import pytest

from telephony.carrier import Refused
from telephony.endings import EndingKind
from telephony.events import TextDelivered, TextFailed, TextReceived, TextSent
from telephony.numbers import PhoneNumber
from telephony.orders import LookUpText, SendText
from telephony.practice import Faults, MemoryExchange, PracticeNetwork, Profile, TextShares
from telephony.practice.texts import is_landline
from tests.telephony.builders import LEAD, OURS, START
from tests.telephony.practice_floor import Floor

NUMBERS = [PhoneNumber(f"+1{area}55501{last:02}") for area in range(201, 231) for last in range(100)]
QUIET = TextShares(landline=0, interested=0, stop=0, who_is_this=0)


def text(number=LEAD, message_id="m1"):
    return SendText(message_id=message_id, to=number, from_=OURS, body="Hello")


def all_events(network, now=START):
    events = []
    while (due := network.next_due()) is not None:
        events += network.deliver_due(max(now, due))
    return events


def kinds(events):
    return [type(event) for event in events]


def test_a_text_is_sent_and_then_delivered():
    network = PracticeNetwork(Profile(texts=QUIET), MemoryExchange())
    receipt = network.send_text(text(), START)
    events = all_events(network)
    assert kinds(events) == [TextSent, TextDelivered]
    assert {event.carrier_message_id for event in events} == {receipt.carrier_message_id}
    assert network.look_up_text("m1") == tuple(events)


def test_a_text_to_a_landline_fails_for_good():
    network = PracticeNetwork(Profile(texts=TextShares(landline=1.0)), MemoryExchange())
    network.send_text(text(), START)
    failed = all_events(network)[-1]
    assert isinstance(failed, TextFailed)
    assert failed.ending.kind is EndingKind.not_textable


def test_after_stop_the_network_takes_no_more_texts_to_that_number():
    network = PracticeNetwork(
        Profile(texts=TextShares(landline=0, interested=0, stop=1.0, who_is_this=0)), MemoryExchange()
    )
    network.send_text(text(), START)
    reply = all_events(network)[-1]
    assert isinstance(reply, TextReceived)
    assert (reply.from_, reply.to, reply.opt_out_type) == (LEAD, OURS, "STOP")
    with pytest.raises(Refused) as refusal:
        network.send_text(text(message_id="m2"), START + timedelta(hours=1))
    assert refusal.value.ending.kind is EndingKind.opted_out
    network.send_text(text(NUMBERS[5], "m3"), START)


def test_landlines_and_replies_come_in_the_shares_set():
    shares = TextShares(landline=0.2, interested=0.1, stop=0.05, who_is_this=0.15)
    profile = Profile(seed=9, texts=shares, speed=100)
    network = PracticeNetwork(profile, MemoryExchange())
    for place, number in enumerate(NUMBERS):
        network.send_text(text(number, f"m{place}"), START)
    seen = Counter()
    for event in all_events(network):
        match event:
            case TextReceived(opt_out_type="STOP"):
                seen["stop"] += 1
            case TextReceived(body=body) if "who" in body.lower() or "number" in body:
                seen["who"] += 1
            case TextReceived():
                seen["interested"] += 1
            case _:
                seen[type(event).__name__] += 1
    mobiles = sum(not is_landline(number, profile) for number in NUMBERS)
    assert seen["TextFailed"] / len(NUMBERS) == pytest.approx(0.2, abs=0.03)
    assert seen["TextDelivered"] == mobiles
    for reply, share in [("interested", 0.1), ("stop", 0.05), ("who", 0.15)]:
        assert seen[reply] / mobiles == pytest.approx(share, abs=0.02)


def test_the_same_text_ordered_twice_arrives_once():
    network = PracticeNetwork(Profile(texts=QUIET), MemoryExchange())
    assert network.send_text(text(), START) == network.send_text(text(), START)
    assert kinds(all_events(network)) == [TextSent, TextDelivered]


def test_a_text_to_a_number_that_is_not_fictional_is_refused():
    network = PracticeNetwork(Profile(), MemoryExchange())
    with pytest.raises(Refused) as refusal:
        network.send_text(text(PhoneNumber("+12175550200")), START)
    assert refusal.value.ending.kind is EndingKind.wrong_network


def test_the_carrier_finds_a_text_whose_news_were_lost():
    floor = Floor(Profile(texts=QUIET, faults=Faults(lost=1.0)))
    floor.carry_out(text())
    floor.run()
    assert floor.heard == []
    news = floor.carrier.carry_out(LookUpText(message_id="m1")).news
    assert kinds(news) == [TextSent, TextDelivered]
    assert floor.carrier.carry_out(LookUpText(message_id="m2")).news == ()
