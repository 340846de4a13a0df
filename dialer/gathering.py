"""Applies what many webhooks tell at the same moment in one transaction.

A report about a line costs little to apply and much to store: a transaction of its own is six round trips. While one
transaction runs, the reports that arrive meanwhile wait for each other and share the next, so that more load makes
larger transactions rather than a longer queue. Whoever told something is answered when it is durable, as before.

Nobody waits for somebody else's trouble: a call whose row is held by others, and every report of a transaction that
failed, is applied once more by the thread that brought it, on its own and with its own error.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from dialer import calls
from dialer.bootstrap import Services
from dialer.logs import get_log
from telephony.events import CallEvent

log = get_log(__name__)

MOST = 100
"""Reports of one transaction: those who wait for it are answered within a few hundredths of a second."""


@dataclass(slots=True, eq=False)
class _Told:
    """What one thread brought."""

    events: Sequence[CallEvent]
    rest: Sequence[CallEvent]
    """What is left for that thread to apply by itself."""
    turn: threading.Event = field(default_factory=threading.Event)
    """Set when the events are applied, or when the thread is the one to apply what waits."""
    over: bool = False


class Gathering:
    """One per process and carrier. The thread that finds nobody at work applies for all who wait, its own report among
    them, and then leaves the work to the first who came meanwhile."""

    def __init__(self, services: Services, carrier: str) -> None:
        self._services = services
        self._carrier = carrier
        self._lock = threading.Lock()
        self._waiting: list[_Told] = []
        self._busy = False

    @property
    def waiting(self) -> int:
        """How many wait for the next transaction."""
        with self._lock:
            return len(self._waiting)

    def apply(self, events: Sequence[CallEvent]) -> None:
        """Returns when the events are durable; raises what `calls.apply` raises."""
        if not events:
            return
        mine = _Told(events, rest=events)
        if not self._is_first(mine):
            mine.turn.wait()
        if not mine.over:
            self._work()
        calls.apply(self._services, self._carrier, mine.rest)

    def _is_first(self, mine: _Told) -> bool:
        with self._lock:
            self._waiting.append(mine)
            first, self._busy = not self._busy, True
            return first

    def _work(self) -> None:
        with self._lock:
            gathered, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._apply_together(gathered)
        finally:
            self._pass_on(gathered)

    def _apply_together(self, gathered: Sequence[_Told]) -> None:
        events = [event for told in gathered for event in told.events]
        try:
            held = calls.apply_unheld(self._services, self._carrier, events)
        except Exception as error:  # noqa: BLE001 - each report is tried on its own next, and that failure is raised
            log.info("gathered_apart", reports=len(gathered), error=type(error).__name__)
            return
        for told in gathered:
            told.rest = [event for event in told.events if event.call_id in held]

    def _pass_on(self, gathered: Sequence[_Told]) -> None:
        with self._lock:
            self._busy = bool(self._waiting)
            if self._busy:
                self._waiting[0].turn.set()
        for told in gathered:
            told.over = True
            told.turn.set()
