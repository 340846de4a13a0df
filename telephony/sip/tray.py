"""In which order the SIP process carries out what it is asked: whatever joins or ends calls goes before new calls, and
those wait while the process is behind. Pure."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telephony.orders import PlaceCall
from telephony.sip.mail import Letter

HELD_BACK = timedelta(seconds=1)
"""An order for a new call is held back for so long, then it is given back to its sender, to be tried later."""


@dataclass(slots=True)
class Tray:
    """Letters that were collected and are not carried out yet."""

    collect: Callable[[], Letter | None]
    """The next letter that has come, if there is one."""
    patience: timedelta
    """For how long a letter is good when it is written."""
    _new_calls: deque[Letter] = field(default_factory=deque)

    def next(self, now: datetime, *, is_behind: bool) -> Letter | None:
        """What is to be done now. Who is behind gets a new call only when it is time to give it back."""
        while (letter := self.collect()) is not None:
            if not isinstance(letter.order, PlaceCall) and not self._holds(letter.order.call_id):
                return letter
            self._new_calls.append(letter)
        if self._new_calls and (not is_behind or self._new_calls[0].until - now <= self.patience - HELD_BACK):
            return self._new_calls.popleft()
        return None

    def _holds(self, call_id: str) -> bool:
        """Whether the order for this call waits: what is asked of the call comes after it."""
        return any(letter.order.call_id == call_id for letter in self._new_calls)
