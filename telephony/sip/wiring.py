"""Who may hear whom, from the state of every leg. The bridge follows this; nothing else connects anything."""

from collections.abc import Iterable
from dataclasses import dataclass

Wire = tuple[str, str]
"""From whose mouth into whose ear; a mouth is a leg or a message being played."""

NOWHERE = "nowhere"
"""An ear that belongs to nobody. The bridge takes in the sound of a leg, and moves its level meter, only while somebody
hears it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """What matters of one leg."""

    id: str
    with_agent: str | None = None
    """The agent's leg that this lead is given to."""
    hears_message: str | None = None
    """The message that is played to it: it hears nothing else, and nobody hears it."""
    on_hold: bool = False
    muted: bool = False
    is_metered: bool = False
    """Whether its level is read now."""


def wires(legs: Iterable[Ears]) -> frozenset[Wire]:
    """Every connection that there has to be. An agent has one person at a time: the one given to them last."""
    known = {leg.id: leg for leg in legs}
    found: set[Wire] = set()
    talking: dict[str, Ears] = {}
    for leg in known.values():
        if leg.is_metered:
            found.add((leg.id, NOWHERE))
        if leg.hears_message is not None:
            found.add((leg.hears_message, leg.id))
        elif leg.with_agent in known:
            talking[leg.with_agent] = leg
    for agent_id, lead in talking.items():
        agent = known[agent_id]
        if lead.on_hold or agent.hears_message is not None:
            continue
        if not lead.muted:
            found.add((lead.id, agent_id))
        if not agent.muted:
            found.add((agent_id, lead.id))
    return frozenset(found)
