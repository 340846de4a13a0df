"""The other SIP processes of this machine: when one is dead and not back, the first of the living closes its calls."""

import os
from dataclasses import dataclass, field

from dialer.sip import RedisPost
from telephony.sip.mail import Json

PATIENCE = 20.0
"""Seconds of silence after which even a process that is still there will say nothing more: it ends itself before."""


@dataclass(slots=True)
class Neighbours:
    """Asked once a second."""

    post: RedisPost
    number: int
    count: int
    _last: dict[int, Json] = field(default_factory=dict)
    _silent_since: dict[int, float] = field(default_factory=dict)

    def dead(self, now: float) -> list[int]:
        """Those whose calls are to be closed now, each told once."""
        there = self.post.statuses()
        self._last |= there
        for number in there:
            self._silent_since.pop(number, None)
        silent = [number for number in range(self.count) if number not in there and number != self.number]
        for number in silent:
            self._silent_since.setdefault(number, now)
        if self.number != min({self.number, *there}):
            return []
        found = [number for number in silent if self._is_over(number, now)]
        for number in found:
            self._last.pop(number, None)
            self._silent_since[number] = float("inf")
        return found

    def _is_over(self, number: int, now: float) -> bool:
        known = self._last.get(number)
        return now - self._silent_since[number] > PATIENCE or (known is not None and not _runs(int(known["pid"])))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
