"""Who may hear whom, from the state of every leg. The bridge follows this; nothing else connects anything."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from telephony.orders import Hearing

Wire = tuple[str, str]
"""From whose mouth into whose ear; a mouth is a leg or something being played, an ear a leg or a tape."""

NOWHERE = "nowhere"
"""An ear that belongs to nobody. The bridge takes in the sound of a leg, and moves its level meter, only while somebody
hears it."""


def tape_of_said(leg_id: str) -> str:
    """The ear that records what a person says."""
    return f"said:{leg_id}"


def tape_of_heard(leg_id: str) -> str:
    """The ear that records what a person is told: by the agent, by a manager who speaks to both, by a message."""
    return f"heard:{leg_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """What matters of one leg."""

    id: str
    with_agent: str | None = None
    """The agent's leg that this lead is given to."""
    beside: str | None = None
    """The agent's leg beside which this manager is."""
    hearing: Hearing | None = None
    """How that manager is heard there."""
    hears_message: str | None = None
    """The message that is played to it: it hears nothing else, and nobody hears it."""
    notice: str | None = None
    """What is said to this lead and to everybody who is on the call, while they go on talking."""
    music: str | None = None
    """What this lead hears on hold."""
    on_hold: bool = False
    muted: bool = False
    is_metered: bool = False
    """Whether its level is read now."""
    is_taped: bool = False


def wires(legs: Iterable[Ears]) -> frozenset[Wire]:
    """Every connection that there has to be. An agent has one person at a time: the one given to them last."""
    known = {leg.id: leg for leg in legs}
    talking, coaching = _talking(known), _coaching(known)
    found: set[Wire] = {(leg.hears_message, leg.id) for leg in known.values() if leg.hears_message is not None}
    for agent_id in talking.keys() | coaching.keys():
        if known[agent_id].hears_message is None:
            found.update(_room(known[agent_id], talking.get(agent_id), coaching.get(agent_id, [])))
    found.update((leg.id, NOWHERE) for leg in known.values() if leg.is_metered)
    return frozenset(found | _taped(known, found))


def _talking(known: Mapping[str, Ears]) -> dict[str, Ears]:
    """The lead of each agent. Whoever hears a message talks with nobody."""
    free = (leg for leg in known.values() if leg.hears_message is None)
    return {lead.with_agent: lead for lead in free if lead.with_agent is not None and lead.with_agent in known}


def _coaching(known: Mapping[str, Ears]) -> dict[str, list[Ears]]:
    """The managers beside each agent."""
    found: dict[str, list[Ears]] = {}
    for leg in known.values():
        if leg.beside is not None and leg.beside in known and leg.beside != leg.id:
            found.setdefault(leg.beside, []).append(leg)
    return found


def _room(agent: Ears, lead: Ears | None, managers: list[Ears]) -> Iterator[Wire]:
    """An agent, the lead they have, and the managers beside them."""
    ears = {agent.id, *(each.id for each in managers)}
    if lead is not None and lead.notice is not None:
        yield from ((lead.notice, ear) for ear in {*ears, lead.id})
    if lead is not None and lead.on_hold:
        if lead.music is not None:
            yield lead.music, lead.id
    elif lead is not None:
        ears.add(lead.id)
        if not lead.muted:
            yield from ((lead.id, ear) for ear in ears - {lead.id})
    if not agent.muted:
        yield from ((agent.id, ear) for ear in ears - {agent.id})
    for manager in managers:
        yield from ((manager.id, ear) for ear in _who_hears(manager, agent, ears))


def _who_hears(manager: Ears, agent: Ears, ears: set[str]) -> set[str]:
    match manager.hearing:
        case Hearing.barge:
            return ears - {manager.id}
        case Hearing.whisper:
            return {agent.id}
        case _:
            return set()


def _taped(known: Mapping[str, Ears], found: set[Wire]) -> set[Wire]:
    """Both sides of a recorded lead's leg: what it says and what it hears."""
    taped = {leg.id for leg in known.values() if leg.is_taped}
    said = {(leg_id, tape_of_said(leg_id)) for leg_id in taped if not known[leg_id].muted}
    return said | {(mouth, tape_of_heard(ear)) for mouth, ear in found if ear in taped}
