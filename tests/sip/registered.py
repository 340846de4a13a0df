"""A phone with a registered trunk and one with a wrong password, beside an Asterisk on the given port.

Prints what came of it. A program of its own: the library allows one endpoint per process.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from dialer.clock import SystemClock
from telephony.events import Answered, CallEvent, Ended, HangUpReason
from telephony.numbers import PhoneNumber
from telephony.orders import HangUp, PlaceCall, Screening
from telephony.sip.notes import Shelf
from telephony.sip.phone import Phone
from telephony.sip.trunks import SipConfig, Trunk

NUMBER, OURS = PhoneNumber.parse("+12175550150"), PhoneNumber.parse("+13045550199")


def main(port: int) -> None:
    told: list[CallEvent] = []
    complaints: list[str] = []
    server = f"127.0.0.1:{port}"
    trunks = tuple(
        Trunk(name=word, server=server, user="us", password=word, registers=True) for word in ("wrong", "right")
    )
    config = SipConfig(trunks=trunks, bind_address="127.0.0.1")
    shelf = Shelf(Path(), lambda _: None)
    phone = Phone(config, 4, told.append, SystemClock(), "boot", lambda what, _: complaints.append(what), shelf)

    def until(so: Callable[[], object]) -> None:
        end = SystemClock().monotonic() + 15
        while not so():
            assert SystemClock().monotonic() < end, f"{told} {complaints}"
            phone.step(10)

    until(lambda: complaints and any(s.in_rotation for s in phone.rotation.states(SystemClock().now())))
    call = uuid4().hex
    order = PlaceCall(call_id=call, to=NUMBER, from_=OURS, ring_seconds=20, max_seconds=60, screening=Screening.off)
    phone.carry_out(order)
    until(lambda: any(isinstance(event, Answered) for event in told))
    phone.carry_out(HangUp(call_id=call, why=HangUpReason.agent))
    until(lambda: any(isinstance(event, Ended) for event in told))
    ended = told[-1]
    assert isinstance(ended, Ended)
    known = [state.name for state in phone.rotation.states(SystemClock().now()) if state.in_rotation]
    lines = [f"in rotation: {known}"]
    lines.append(f"ended: {ended.ending.kind.value}")
    lines.append(f"complaints: {sorted(set(complaints))} {len(complaints)}")
    sys.stdout.write("\n".join(lines) + "\n")
    phone.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
