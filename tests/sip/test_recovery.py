"""A trunk that failed is out of rotation, and it comes back by itself when it is there again."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from telephony.carrier import Refused
from telephony.endings import EndingKind
from telephony.events import HangUpReason
from telephony.orders import HangUp
from telephony.sip.phone import TRUNK_PATIENCE
from telephony.sip.registrations import REFUSED_SECONDS
from telephony.sip.rotation import FIRST_REST, QUESTION_SECONDS, TrunkState
from telephony.sip.trunks import SipConfig, Trunk
from tests.sip.rig import LeapingClock, Rig, phone
from tests.support.sipp import free_port, playing

PROBE_SECONDS = 2.0
"""Sooner than the shortest rest, so that it is the answer that brings the trunk back."""

MANY = 1000


def state(rig: Rig) -> TrunkState:
    (only,) = rig.phone.rotation.states(rig.now())
    return only


def test_case_130_a_trunk_that_was_dead_comes_back_when_it_answers_a_question(tmp_path: Path) -> None:
    assert FIRST_REST.total_seconds() > PROBE_SECONDS
    clock, port = LeapingClock(), free_port()
    trunk = Trunk(name="t", server=f"127.0.0.1:{port}", calls_per_second=1000)
    rig = Rig(config=SipConfig(trunks=(trunk,), bind_address="127.0.0.1", probe_seconds=PROBE_SECONDS), clock=clock)
    try:
        lost = rig.call()
        rig.turn(0.1)
        clock.ahead += TRUNK_PATIENCE
        assert rig.ending(lost).ending.kind is EndingKind.congestion
        assert not state(rig).in_rotation
        with pytest.raises(Refused, match="rotation"):
            rig.call()
        # The call that was given up may still reach it, and is told goodbye.
        with playing("trunk", tmp_path, port=port, calls=MANY):
            clock.ahead += PROBE_SECONDS
            rig.until(lambda: state(rig).failures == 0)
            assert state(rig).in_rotation
            call = rig.call()
            rig.until(rig.heard("Answered", call))
            rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
            assert rig.ending(call).ending.kind is EndingKind.completed
    finally:
        rig.close()


def test_a_trunk_that_never_answers_questions_is_called_however_long_there_were_no_calls(tmp_path: Path) -> None:
    clock, port = LeapingClock(), free_port()
    trunk = Trunk(name="t", server=f"127.0.0.1:{port}", calls_per_second=1000)
    with phone(trunk, clock) as rig, playing("trunk", tmp_path, port=port, calls=MANY):
        for _ in range(2):
            # More than the library waits for an answer (RFC 3261, timer F), and no call meanwhile.
            clock.ahead += 2 * QUESTION_SECONDS
            rig.phone.probed(trunk.name, answers=False)
            assert state(rig).in_rotation
            assert rig.complaints == []
            call = rig.call()
            rig.until(rig.heard("Answered", call))
            rig.phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
            assert rig.ending(call).ending.kind is EndingKind.completed
        rig.phone.probed(trunk.name, answers=True)
        clock.ahead += 2 * QUESTION_SECONDS
        rig.phone.probed(trunk.name, answers=False)
        assert not state(rig).in_rotation, "silence tells something of one that used to answer"


def test_case_130_a_trunk_whose_registration_failed_or_was_refused_comes_back_when_it_takes_it(tmp_path: Path) -> None:
    clock, port, registrar = LeapingClock(), free_port(), ExitStack()

    def answers(line: str) -> None:
        registrar.close()
        registrar.enter_context(playing("registrar", tmp_path / line, port=port, calls=MANY, status_line=line))

    trunk = Trunk(name="t", server=f"127.0.0.1:{port}", user="us", password="right", registers=True)
    answers("403 Forbidden")
    # The phone says goodbye to whoever is there last.
    with registrar, phone(trunk, clock, registration_retry_seconds=1) as rig:
        rig.until(lambda: rig.complaints[-1:] == ["trunk t takes no registration (SIP 403)"])
        assert not state(rig).in_rotation
        with pytest.raises(Refused, match="rotation"):
            rig.call()
        answers("503 Service Unavailable")
        clock.ahead += REFUSED_SECONDS
        rig.until(lambda: rig.complaints[-1:] == ["trunk t takes no registration (SIP 503)"])
        assert not state(rig).in_rotation
        answers("200 OK")
        rig.until(lambda: state(rig).in_rotation)
