"""What a far end may do within a call: hold, transfer, timers, repetitions; and what our own requests look like."""

import re
from pathlib import Path

import pytest

from telephony.endings import EndingKind
from telephony.events import Answered, HangUpReason
from telephony.orders import HangUp
from tests.sip.library_time import short_waits
from tests.sip.rig import Rig
from tests.support.sipp import FarEnd, playing

K = EndingKind
LARGEST_UDP = 1300
"""Bytes; a larger request wants another transport (RFC 3261, 18.1.1)."""


def to_its_end(rig: Rig, far: FarEnd, call: str) -> None:
    """We hang up, and the far end has seen all that it waited for."""
    assert rig.kinds(call)[-1] == "Answered"
    rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
    assert rig.ending(call).ending.kind is K.completed
    rig.until(lambda: far.finished() == 0)


def test_096_of_two_phones_that_answer_one_is_talked_to_and_the_other_told_goodbye(rig: Rig, tmp_path: Path) -> None:
    with playing("096", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.until(lambda: len(far.requests("BYE")) == 1)
        assert ";tag=two" in far.requests("BYE")[0]
        to_its_end(rig, far, call)
    assert rig.kinds(call).count("Answered") == 1


def test_123_a_call_that_the_far_end_holds_goes_on_when_it_is_taken_back(rig: Rig, tmp_path: Path) -> None:
    with playing("123", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.until(lambda: len(re.findall(r"(?m)^ACK ", far.messages())) >= 3)
        assert "a=recvonly" in far.messages(), "we say that we heard of the hold"
        to_its_end(rig, far, call)


def test_125_a_session_timer_that_is_too_short_is_raised_and_refreshed_by_the_far_end(rig: Rig, tmp_path: Path) -> None:
    with playing("125", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.until(lambda: "CSeq: 1 UPDATE" in far.messages() and far.messages().count("SIP/2.0 200 OK") >= 2)
        to_its_end(rig, far, call)
        first, second = far.requests("INVITE")
    assert "Min-SE: 600" in second
    assert "Min-SE: 600" not in first
    assert rig.kinds(call).count("Answered") == 1


def test_126_a_transfer_that_the_far_end_wants_is_declined_and_the_call_goes_on(rig: Rig, tmp_path: Path) -> None:
    with playing("126", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.until(lambda: "SIP/2.0 603" in far.messages())
        to_its_end(rig, far, call)


def test_129_answers_that_come_three_times_are_one_answer(rig: Rig, tmp_path: Path) -> None:
    # At a place of its own, as this scenario may end before our goodbye, which is then said again for half a minute.
    with playing("129", tmp_path) as far:
        call = rig.call(at=f"sip:7@127.0.0.1:{far.port}")
        # SIPp takes an ACK that comes again for one of its own making and answers once more.
        rig.until(lambda: len(far.received("ACK")) >= 3)
        rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
        assert rig.ending(call).ending.kind is K.completed
    assert rig.kinds(call) == ["Rang", "Answered", "Ended"]


def test_128_an_invite_fits_into_a_udp_packet_and_names_the_codecs_in_their_order(rig: Rig, tmp_path: Path) -> None:
    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        to_its_end(rig, far, call)
        (invite,) = far.requests("INVITE")
    assert len(invite.replace("\n", "\r\n")) < LARGEST_UDP
    offered = re.search(r"(?m)^m=audio \d+ RTP/AVP ([\d ]+)$", invite)
    assert offered is not None
    # PCMU, PCMA, and touch tones by RFC 4733 with the number that the library gives them.
    assert offered[1].split()[:2] == ["0", "8"]
    assert "telephone-event/8000" in invite
    assert not re.search(r"(?im)^User-Agent:", invite), "scanners and carriers learn nothing from us"


def test_100_a_trunk_that_only_says_trying_is_cancelled_and_given_up(rig: Rig, tmp_path: Path) -> None:
    with playing("100", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call(ring_seconds=20)
        rig.until(rig.heard("Accepted", call))
        rig.clock.ahead += 20
        assert rig.ending(call).ending.kind is K.no_answer
        rig.until(lambda: far.requests("CANCEL"))
        rig.until(lambda: far.finished() == 0)


def test_146_a_failure_of_ours_in_the_librarys_callback_is_counted_and_ends_the_call(rig: Rig, tmp_path: Path) -> None:
    before = rig.phone.counters.callback_failures
    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        rig.fails_on = Answered
        rig.call()
        rig.until(lambda: far.finished() == 0)
        assert len(far.requests("BYE")) == 1
    assert rig.phone.counters.callback_failures == before + 1
    assert any("call state" in complaint for complaint in rig.complaints)


@pytest.mark.parametrize("reason", ["CPS limit exceeded", "Concurrent call limit exceeded"])
def test_113_a_limit_of_our_own_is_not_the_leads_fault_and_slows_the_trunk_down(
    rig: Rig, tmp_path: Path, reason: str
) -> None:
    line, more = f"503 {reason}", "Retry-After: 2"
    second = playing("101", tmp_path / "2", port=rig.ports["second"], status_line=line, telling=more)
    with playing("101", tmp_path / "1", port=rig.ports["first"], status_line=line, telling=more), second:
        ended = rig.ending(rig.call()).ending
    assert ended.kind is K.our_limit
    assert ended.fault == "us"
    assert all(state.in_rotation for state in rig.phone.rotation.states(rig.now())), "it is well, only busy"


def test_case_124_when_both_ends_ask_at_once_each_tells_the_other_to_wait(rig: Rig, tmp_path: Path) -> None:
    with playing("124", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.until(lambda: "CSeq: 2 ACK" in far.messages())
        assert far.sent("SIP/2.0 491")
        assert far.received("SIP/2.0 491")
        to_its_end(rig, far, call)
    assert rig.kinds(call).count("Answered") == 1


def test_case_125_an_answer_to_a_refresh_by_invite_is_repeated_until_its_ack_comes(rig: Rig, tmp_path: Path) -> None:
    with playing("125b", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        rig.until(lambda: "CSeq: 1 ACK" in far.messages())
        answers = re.findall(r"(?s)SIP/2.0 200 OK.*?CSeq: 1 INVITE.*?\n\n", far.messages())
        assert len(answers) >= 3
        assert "Session-Expires: 600;refresher=uac" in answers[0]
        to_its_end(rig, far, call)
    assert rig.kinds(call).count("Answered") == 1


def test_case_125_a_far_end_that_never_confirms_our_answer_is_told_goodbye(rig: Rig, tmp_path: Path) -> None:
    with playing("125d", tmp_path, port=rig.ports["first"]) as far, short_waits():
        call = rig.call()
        assert rig.ending(call).ending.kind is K.line_lost
        rig.until(lambda: far.finished() == 0)
        assert len(far.requests("BYE")) == 1
    assert rig.kinds(call).count("Answered") == 1
