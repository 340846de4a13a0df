"""Handing a person over in mid-call: what may be done when, and what follows from it.

    calling ──answered──► speaking ──join──► together
       │                     │                  │
       └──answered, blind──► └──hand over──► handed over ──somebody leaves──► over

While the third party is called or spoken with, the person hears music. Whatever ends that, the person is with the
agent again: nobody is left on hold by a call that came to nothing. A person is in one room at a time, and never alone
in it: they leave the agent's only for one in which somebody is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a transfer stands."""

    CALLING = "calling"
    """The third party's phone rings; the person is on hold."""
    SPEAKING = "speaking"
    """Agent and third party speak; the person is on hold."""
    TOGETHER = "together"
    """All three hear each other."""
    HANDED_OVER = "handed_over"
    """Person and third party go on without the agent."""
    OVER = "over"
    """Nothing is left of it."""


class Way(StrEnum):
    """How a person is handed over."""

    WARM = "warm"
    """The agent speaks with the third party first."""
    BLIND = "blind"
    """The person is put through as soon as the third party is there."""


class What(StrEnum):
    """What can happen to a transfer."""

    ANSWERED = "answered"
    """The third party is there."""
    JOIN = "join"
    """The agent lets the person into the conversation."""
    APART = "apart"
    """The agent puts the person on hold again."""
    HAND_OVER = "hand_over"
    """The agent leaves the two alone."""
    TAKE_BACK = "take_back"
    """The agent lets the third party go."""
    THEY_LEFT = "they_left"
    """The third party's line is over, or never came up."""
    CALL_OVER = "call_over"
    """The person's call is over, or hears a recorded message."""


class Act(StrEnum):
    """What a move asks for."""

    HOLD = "hold"
    UNHOLD = "unhold"
    CALL = "call"
    """Ring the third party."""
    ADMIT = "admit"
    """Let the third party into the agent's room."""
    GIVE = "give"
    """Put the person into the third party's own room, and free the agent."""
    LET_GO = "let_go"
    """Part with the third party, if that has not happened by itself: a colleague is free again."""
    END_CALL = "end_call"
    """Nobody is there any more for the person, who has had their conversation."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where to go and what to do there. `result` is why it came to nothing, or that it did not."""

    to: State
    acts: tuple[Act, ...] = ()
    result: str = ""


S, W, A = State, What, Act

_GIVE = Move(S.HANDED_OVER, (A.GIVE,), "handed_over")
_TO_PERSON = {W.CALL_OVER: Move(S.OVER, (A.LET_GO,), "call_over")}

TABLE: Mapping[State, Mapping[What, Move]] = {
    S.CALLING: {
        W.ANSWERED: Move(S.SPEAKING, (A.ADMIT,)),
        W.TAKE_BACK: Move(S.OVER, (A.LET_GO, A.UNHOLD), "taken_back"),
        W.THEY_LEFT: Move(S.OVER, (A.LET_GO, A.UNHOLD), "not_reached"),
        **_TO_PERSON,
    },
    S.SPEAKING: {
        W.JOIN: Move(S.TOGETHER, (A.UNHOLD,)),
        W.HAND_OVER: _GIVE,
        W.TAKE_BACK: Move(S.OVER, (A.LET_GO, A.UNHOLD), "taken_back"),
        W.THEY_LEFT: Move(S.OVER, (A.LET_GO, A.UNHOLD), "they_left"),
        **_TO_PERSON,
    },
    S.TOGETHER: {
        W.APART: Move(S.SPEAKING, (A.HOLD,)),
        W.HAND_OVER: _GIVE,
        W.TAKE_BACK: Move(S.OVER, (A.LET_GO,), "taken_back"),
        W.THEY_LEFT: Move(S.OVER, (A.LET_GO,), "they_left"),
        **_TO_PERSON,
    },
    S.HANDED_OVER: {
        W.THEY_LEFT: Move(S.OVER, (A.END_CALL,), "handed_over"),
        W.CALL_OVER: Move(S.OVER, (A.LET_GO,), "handed_over"),
    },
    S.OVER: {},
}


def first_move(way: Way, *, colleague: bool) -> Move:
    """How a transfer begins. A colleague with a session is there already, by their own line."""
    if not colleague:
        return Move(S.CALLING, (A.HOLD, A.CALL))
    return Move(S.SPEAKING, (A.HOLD, A.ADMIT)) if way is Way.WARM else _GIVE


def next_move(state: State, way: Way, what: What) -> Move | None:
    """What follows; None where this cannot happen now, or changes nothing any more."""
    if state is S.CALLING and what is W.ANSWERED and way is Way.BLIND:
        return _GIVE
    return TABLE[state].get(what)


RESULTS: Mapping[str, str] = {
    "handed_over": "Handed over.",
    "taken_back": "Taken back.",
    "not_reached": "Nobody was reached there.",
    "they_left": "They hung up before the call was handed over.",
    "call_over": "The person's call ended first.",
}
"""In words, for the lead's history."""
