"""Whether our calls reach the phone network at all: a trunk or a carrier that is down refuses or holds every one.

Without this rule a team would go through its whole list in minutes, each lead failing before its phone could ring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telephony.endings import EndingKind

NEVER_REACHED = frozenset(
    {EndingKind.congestion, EndingKind.our_limit, EndingKind.our_settings, EndingKind.never_placed}
)
"""Endings that say nothing of the number called: what stood in the way was ours or the carrier's."""

IN_A_ROW = 5
"""So many dials that never reached anybody, and none between them that did, are no chance: a network in order has no
room for about one call in fifty."""

HELD_SECONDS = 8.0
"""A call that the carrier has put off for longer is not just waiting for its second."""

PROBE_SECONDS = 10.0
"""From a failed dial to the next try while the network is out of reach."""


@dataclass(frozen=True, slots=True)
class Dialed:
    """What is known of one of the newest dials: its `ending` while it never rang, empty as soon as it did."""

    ending: str
    age_seconds: float


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether the network takes our calls, and how long ago it last refused one."""

    is_down: bool = False
    since_refusal_seconds: float = 0.0
    holds: bool = False
    """The carrier has not said no: it holds calls of ours, which leave by themselves."""

    def room(self, ringing: int) -> int:
        """How many lines may try whether it is back. What is held tries by itself."""
        waits = self.holds or self.since_refusal_seconds < PROBE_SECONDS
        return 0 if waits else max(0, 1 - ringing)


def reach_of(newest: Sequence[Dialed], held_seconds: float) -> Reach:
    """`newest`: dials of which something is known, the newest first; `held_seconds`: how long a call is put off."""
    if held_seconds >= HELD_SECONDS:
        return Reach(is_down=True, holds=True)
    last = newest[:IN_A_ROW]
    if len(last) < IN_A_ROW or any(dialed.ending not in NEVER_REACHED for dialed in last):
        return Reach()
    return Reach(is_down=True, since_refusal_seconds=last[0].age_seconds)
