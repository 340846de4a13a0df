"""Who listens to what: sockets in rooms, and each room's running number.

Everything is kept in this one process, which is the only one that sends: after a restart the epoch differs, and every
page starts again from a snapshot.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

FLOOR = "floor"


def session_room(session_id: int) -> str:
    return f"session:{session_id}"


def import_room(import_id: int) -> str:
    return f"import:{import_id}"


@dataclass(frozen=True, slots=True)
class Listener:
    """One socket and the log-in it belongs to."""

    sid: str
    user_id: int
    login_epoch: int


@dataclass(slots=True)
class Rooms:
    """Safe to use from many threads."""

    send: Callable[[str, dict[str, Any]], None]
    """Hands an event to all sockets in a room."""
    epoch: str = field(default_factory=lambda: uuid4().hex)
    # Sending can find out that a page is gone, and tells us so in the middle of it: the same thread must get in again.
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _listeners: dict[str, Listener] = field(default_factory=dict)
    _members: dict[str, set[str]] = field(default_factory=dict)
    _seq: dict[str, int] = field(default_factory=dict)

    def connected(self, listener: Listener) -> None:
        with self._lock:
            self._listeners[listener.sid] = listener

    def disconnected(self, sid: str) -> None:
        with self._lock:
            self._listeners.pop(sid, None)
            for members in self._members.values():
                members.discard(sid)

    def join(self, sid: str, room: str) -> None:
        with self._lock:
            self._members.setdefault(room, set()).add(sid)

    def leave(self, sid: str, room: str) -> None:
        with self._lock:
            self._members.get(room, set()).discard(sid)

    def listener(self, sid: str) -> Listener | None:
        with self._lock:
            return self._listeners.get(sid)

    def listeners_of(self, user_ids: set[int]) -> list[Listener]:
        with self._lock:
            return [each for each in self._listeners.values() if each.user_id in user_ids]

    def heard(self) -> frozenset[str]:
        """Rooms in which somebody is."""
        with self._lock:
            return frozenset(room for room, members in self._members.items() if members)

    def seq(self, room: str) -> int:
        """The number of the room's latest event."""
        with self._lock:
            return self._seq.get(room, 0)

    def emit(self, room: str, event: dict[str, Any]) -> None:
        """Numbers an event and sends it; the lock keeps numbers in the order of sending."""
        with self._lock:
            number = self._seq[room] = self._seq.get(room, 0) + 1
            self.send(room, {"room": room, "epoch": self.epoch, "seq": number, **event})
