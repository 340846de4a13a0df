"""What a phone holds when its calls are over: as much as before them. 2,000 calls: `scripts/bench sip --parts d`."""

import gc
import os
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

import psutil

from telephony.carrier import Refused
from telephony.orders import PlayMessage
from tests.sip.rig import Rig
from tests.sip.rtp import tone, write
from tests.support.sipp import playing

AT_ONCE = 3
PLAYERS = 16
"""Half of what the ready-made library holds; one is given back a second after its message."""
WARM, CALLS = 30, 120


@dataclass(frozen=True)
class Held:
    descriptors: int
    ports: int
    threads: int
    players: int
    calls: int

    def is_no_more_than(self, before: "Held") -> bool:
        """A leak only grows. Less is no harm: what a test before this one held may go now, such as its threads."""
        return all(now <= then for now, then in zip(astuple(self), astuple(before), strict=True))


def held(rig: Rig) -> Held:
    gc.collect()
    ours = psutil.Process()
    return Held(
        descriptors=len(os.listdir("/proc/self/fd")),
        ports=len(ours.net_connections("udp")),
        threads=ours.num_threads(),
        players=rig.phone.players,
        calls=rig.phone.live,
    )


def make_calls(rig: Rig, calls: int, message: Path) -> None:
    """Each is answered, hears a part of a message, and the far end hangs up."""
    for _ in range(calls // AT_ONCE):
        rig.until(lambda: rig.phone.players < PLAYERS)
        batch = []
        for _ in range(AT_ONCE):
            batch.append(call := rig.call())
            rig.until(rig.heard("Answered", call))
            # On a busy machine the far end may have hung up by now.
            with suppress(Refused):
                rig.phone.carry_out(PlayMessage(call_id=call, message_id="identification"), message)
        for call in batch:
            rig.until(rig.heard("Ended", call))


def test_ports_descriptors_players_and_places_come_back_after_many_calls(rig: Rig, tmp_path: Path) -> None:
    message = tmp_path / "who.wav"
    write(message, tone(1000, 0.4))
    with playing("leaks", tmp_path, port=rig.ports["first"], calls=WARM + CALLS) as far:
        make_calls(rig, WARM, message)
        rig.until(lambda: rig.phone.players == 0)
        before = held(rig)
        make_calls(rig, CALLS, message)
        rig.until(lambda: rig.phone.players == 0)
        rig.until(lambda: held(rig).is_no_more_than(before))
        rig.until(lambda: far.finished() == 0)
    assert rig.complaints == []
