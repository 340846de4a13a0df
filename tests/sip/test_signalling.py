"""The cases of SIP signalling, with SIPp as the far side; each scenario has the number of its case."""

from pathlib import Path

import pytest

from telephony.carrier import Refused
from telephony.endings import EndingKind
from telephony.events import HangUpReason
from telephony.orders import HangUp
from telephony.sip.phone import TRUNK_PATIENCE
from tests.sip.rig import Rig
from tests.support.sipp import playing

K = EndingKind


def hang_up(rig: Rig, call_id: str) -> None:
    rig.phone.carry_out(HangUp(call_id=call_id, why=HangUpReason.agent))


def test_094_a_call_rings_is_answered_and_ended_by_us(rig: Rig, tmp_path: Path) -> None:
    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        hang_up(rig, call)
        assert rig.ending(call).ending.kind is K.completed
        rig.until(lambda: far.finished() == 0)
    assert rig.kinds(call) == ["Accepted", "Rang", "Answered", "Ended"]
    invite = far.requests("INVITE")[0]
    assert "P-Asserted-Identity: <sip:+13045550199@127.0.0.1>" in invite
    assert "From: <sip:+13045550199@127.0.0.1>" in invite, invite


def test_094_the_far_end_ends_it(rig: Rig, tmp_path: Path) -> None:
    with playing("094b", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        assert rig.ending(call).ending.kind is K.completed
        rig.until(lambda: far.finished() == 0)


def test_095_early_media_is_no_answer(rig: Rig, tmp_path: Path) -> None:
    with playing("095", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Accepted", call))
        rig.turn(0.3)
        # A busy machine may have been away for longer than the far end waits.
        assert rig.kinds(call) == ["Accepted"] or far.sent("SIP/2.0 200")
        rig.until(rig.heard("Answered", call))
        hang_up(rig, call)
        assert rig.ending(call).ending.kind is K.completed
        rig.until(lambda: far.finished() == 0)
    assert rig.kinds(call) == ["Accepted", "Answered", "Ended"]


def test_097_a_ring_that_we_end_is_cancelled_once(rig: Rig, tmp_path: Path) -> None:
    with playing("097", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Rang", call))
        hang_up(rig, call)
        hang_up(rig, call)
        assert rig.ending(call).ending.kind is K.cancelled
        rig.until(lambda: far.finished() == 0)
        assert len(far.requests("CANCEL")) == 1
    assert rig.kinds(call) == ["Rang", "Ended"]
    assert rig.complaints == []


def test_097_the_ring_limit_is_no_answer(rig: Rig, tmp_path: Path) -> None:
    with playing("097", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call(ring_seconds=25)
        rig.until(rig.heard("Rang", call))
        assert rig.kinds(call)[-1] == "Rang"
        rig.clock.ahead += 25
        assert rig.ending(call).ending.kind is K.no_answer
        rig.until(lambda: far.finished() == 0)


def test_098_a_cancel_that_crosses_the_answer_ends_by_bye(rig: Rig, tmp_path: Path) -> None:
    with playing("098", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Rang", call))
        hang_up(rig, call)
        rig.until(lambda: far.finished() == 0)
        assert len(far.requests("BYE")) == 1
    # It counts as an answer: somebody picked up, and nobody of ours was there.
    assert rig.ending(call).ending.kind is K.completed
    assert rig.kinds(call) == ["Rang", "Answered", "Ended"]
    assert rig.complaints == []


REFUSALS = [
    (101, "403 Forbidden", "X-Nothing: 0", K.rejected),
    (102, "404 Not Found", "X-Nothing: 0", K.invalid_number),
    (103, "408 Request Timeout", "X-Nothing: 0", K.unreachable),
    (104, "410 Gone", "X-Nothing: 0", K.invalid_number),
    (105, "480 Temporarily Unavailable", "X-Nothing: 0", K.no_answer),
    (106, "484 Address Incomplete", "X-Nothing: 0", K.invalid_number),
    (107, "486 Busy Here", "X-Nothing: 0", K.busy),
    (112, "603 Decline", "X-Nothing: 0", K.rejected),
    (115, "603 Decline", "X-Twilio-Error: 32203 blocked", K.blocked_by_carrier),
    (116, "607 Unwanted", "X-Nothing: 0", K.unwanted),
    (117, "608 Rejected", "X-Nothing: 0", K.analytics_blocked),
    (118, "603 Decline", "Reason: Q.850;cause=1", K.invalid_number),
]


@pytest.mark.parametrize(("case", "line", "telling", "kind"), REFUSALS, ids=[str(row[0]) for row in REFUSALS])
def test_final_answers_become_endings(
    rig: Rig, tmp_path: Path, case: int, line: str, telling: str, kind: EndingKind
) -> None:
    with playing("101", tmp_path, port=rig.ports["first"], status_line=line, telling=telling) as far:
        assert rig.ending(rig.call()).ending.kind is kind
        rig.until(lambda: far.finished() == 0)


@pytest.mark.parametrize("line", ["500 Server Internal Error", "503 Service Unavailable"])
def test_109_110_a_server_that_fails_is_passed_over(rig: Rig, tmp_path: Path, line: str) -> None:
    first = playing("101", tmp_path / "1", port=rig.ports["first"], status_line=line, telling="X-Nothing: 0")
    with first, playing("094", tmp_path / "2", port=rig.ports["second"]) as second:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        hang_up(rig, call)
        rig.until(lambda: second.finished() == 0)
    assert rig.kinds(call).count("Answered") == 1


def test_110_where_no_trunk_is_left_the_network_had_no_room(rig: Rig, tmp_path: Path) -> None:
    line = "503 Service Unavailable"
    first = playing("101", tmp_path / "1", port=rig.ports["first"], status_line=line, telling="X-Nothing: 0")
    with first, playing("101", tmp_path / "2", port=rig.ports["second"], status_line=line, telling="X-Nothing: 0"):
        assert rig.ending(rig.call()).ending.kind is K.congestion


def test_119_a_wrong_password_is_tried_once(rig: Rig, tmp_path: Path) -> None:
    with playing("119", tmp_path, port=rig.ports["first"]) as far:
        assert rig.ending(rig.call()).ending.kind is K.our_settings
        rig.until(lambda: far.finished() == 0)
        assert len(far.requests("INVITE")) == 2


@pytest.mark.parametrize("scenario", ["121", "121b"], ids=["no sound", "a codec that was not offered"])
def test_121_an_answer_without_sound_for_us_is_ended(rig: Rig, tmp_path: Path, scenario: str) -> None:
    with playing(scenario, tmp_path, port=rig.ports["first"]) as far:
        assert rig.ending(rig.call()).ending.kind is K.media_failed
        rig.until(lambda: far.finished() == 0)


def test_122_a_redirect_is_not_followed(rig: Rig, tmp_path: Path) -> None:
    with playing("122", tmp_path, port=rig.ports["first"]) as far:
        assert rig.ending(rig.call()).ending.kind is K.unreachable
        rig.until(lambda: far.finished() == 0)


def test_127_a_goodbye_to_a_forgotten_call_ends_it(rig: Rig, tmp_path: Path) -> None:
    with playing("127", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        hang_up(rig, call)
        assert rig.ending(call).ending.kind is K.completed
        rig.until(lambda: far.finished() == 0)


def test_a_trunk_that_speaks_of_calls_is_there_even_if_it_answers_no_question(rig: Rig, tmp_path: Path) -> None:
    with playing("094", tmp_path, port=rig.ports["first"]) as far:
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        for trunk in ("first", "second"):
            rig.phone.probed(trunk, answers=True)
            rig.phone.probed(trunk, answers=False)
        well = {state.name: state.in_rotation for state in rig.phone.rotation.states(rig.now())}
        assert well == {"first": True, "second": False}
        hang_up(rig, call)
        rig.until(rig.heard("Ended", call))
        rig.until(lambda: far.finished() == 0)


def test_public_numbers_never_go_to_a_trunk_on_this_machine(rig: Rig) -> None:
    with pytest.raises(Refused, match="network"):
        rig.call_public()


def test_130_a_dead_trunk_costs_four_seconds_once_and_the_next_call_goes_elsewhere(rig: Rig, tmp_path: Path) -> None:
    # The last one here, as the library goes on asking the dead trunk for half a minute, whoever is there by then. That
    # trunk rests for five seconds only, so that everything is there before.
    with playing("094", tmp_path, port=rig.ports["second"]) as second:
        first = rig.call()
        rig.turn(0.1)
        assert "Ended" not in rig.kinds(first)
        rig.clock.ahead += TRUNK_PATIENCE
        ended = rig.ending(first)
        assert ended.ending.kind is K.congestion
        call = rig.call()
        rig.until(rig.heard("Answered", call))
        hang_up(rig, call)
        rig.until(lambda: second.finished() == 0)
