"""An agent who talks with a lead, and a third telephone, each of which says its own pitch."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from telephony.events import HangUpReason
from telephony.orders import BridgeToAgent, HangUp, Hear, Hearing
from tests.sip.rig import Rig
from tests.sip.rtp import Telephone
from tests.support.sipp import free_port, playing

AGENT, LEAD, BOSS, MUSIC = 600.0, 1000.0, 1500.0, 2200.0
ALL = (AGENT, LEAD, BOSS, MUSIC)


@dataclass
class Room:
    """Who is there. `boss` is the third: a manager, or whoever is asked in."""

    rig: Rig
    agent: Telephone
    lead: Telephone
    boss: Telephone
    legs: dict[str, str]

    def hears(self, *, agent: set[float], lead: set[float], boss: set[float]) -> None:
        """Waits until everybody hears these and nothing else."""
        wanted = [agent, lead, boss]
        self.rig.until(lambda: [each.pitches(ALL) for each in (self.agent, self.lead, self.boss)] == wanted)

    def hear(self, how: Hearing) -> None:
        order = Hear(call_id=self.legs["boss"], agent_leg_id=self.legs["agent"], agent_carrier_id=None, hearing=how)
        self.rig.phone.carry_out(order)

    def end(self, who: str) -> None:
        self.rig.phone.carry_out(HangUp(call_id=self.legs[who], why=HangUpReason.agent))


@contextmanager
def talking(rig: Rig, folder: Path) -> Iterator[Room]:
    """The manager's leg is answered, and beside nobody yet."""
    agent, lead, boss, desk = Telephone(AGENT), Telephone(LEAD), Telephone(BOSS), free_port()
    ours = {"address": "127.0.0.2"}
    one = playing("094", folder / "agent", port=rig.ports["agents"], sound_port=agent.port, **ours)
    two = playing("094", folder / "lead", port=rig.ports["first"], sound_port=lead.port)
    three = playing("094", folder / "boss", port=desk, sound_port=boss.port, **ours)
    with agent, lead, boss, one as at_desk, two as at_home, three as at_boss:
        legs = {"agent": rig.call(agent=True), "lead": rig.call(), "boss": rig.call(at=f"sip:8@127.0.0.2:{desk}")}
        for leg in legs.values():
            rig.until(rig.heard("Answered", leg))
        rig.phone.carry_out(BridgeToAgent(call_id=legs["lead"], agent_leg_id=legs["agent"]))
        yield Room(rig, agent, lead, boss, legs)
        for leg in legs.values():
            rig.phone.carry_out(HangUp(call_id=leg, why=HangUpReason.agent))
            assert rig.ending(leg).ending.kind == "completed"
        rig.until(lambda: [each.finished() for each in (at_desk, at_home, at_boss)] == [0, 0, 0])
