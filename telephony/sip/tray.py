"""In which order the SIP process carries out what it is asked: whatever joins or ends calls goes before new calls, and
those wait while the process is behind. Pure."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telephony.capacity import LONG_AGO
from telephony.orders import PlaceCall
from telephony.sip.mail import Letter

HELD_BACK = timedelta(seconds=1)
"""An order for a new call is held back for so long, then it is given back to its sender, to be tried later."""

BEHIND = timedelta(milliseconds=400)
"""When news of calls waits for longer to be stored, new calls leave one at a time, `LATE_CALLS` apart: whoever answers
one waits as long for the agent."""
LATE_CALLS = timedelta(milliseconds=500)
TOO_FAR_BEHIND = timedelta(seconds=1)
"""When it waits for longer than this, none leaves: an agent has to be there within two seconds of the end of the
person's greeting (16 CFR 310.4(b)(1)(iv))."""


@dataclass(slots=True)
class Tray:
    """Letters that were collected and are not carried out yet."""

    collect: Callable[[], Letter | None]
    """The next letter that has come, if there is one."""
    patience: timedelta
    """For how long a letter is good when it is written."""
    _new_calls: deque[Letter] = field(default_factory=deque)
    _called_at: datetime = LONG_AGO

    def next(self, now: datetime, news_waits: timedelta) -> tuple[Letter, bool] | None:
        """The next letter, and whether it is to be carried out or given back; `news_waits`: for how long the oldest
        news of a call has waited to be stored."""
        while (letter := self.collect()) is not None:
            if not isinstance(letter.order, PlaceCall) and not self._holds(letter.order.call_id):
                return letter, letter.until >= now
            self._new_calls.append(letter)
        if not self._new_calls:
            return None
        first = self._new_calls[0]
        in_time = first.until >= now
        if not isinstance(first.order, PlaceCall):
            return self._new_calls.popleft(), in_time
        if in_time and self._may_call(now, news_waits):
            self._called_at = now
            return self._new_calls.popleft(), True
        is_over = first.until - now <= self.patience - HELD_BACK
        return (self._new_calls.popleft(), False) if is_over else None

    def _may_call(self, now: datetime, news_waits: timedelta) -> bool:
        if news_waits <= BEHIND:
            return True
        return news_waits <= TOO_FAR_BEHIND and not timedelta() <= now - self._called_at < LATE_CALLS

    def _holds(self, call_id: str) -> bool:
        """Whether the order for this call waits: what is asked of the call comes after it."""
        return any(letter.order.call_id == call_id for letter in self._new_calls)
