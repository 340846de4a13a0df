"""Brings changes to the screens: takes the marks, reads each marked thing once as it then is, and sends its card.

Marks say only what changed. So a thing that changed ten times since the last look is sent once, a lost nudge costs a
quarter of a second, and nothing has to be kept for pages that were away: they start again from a snapshot.

Lines and sessions go out at once; what takes longer to read follows in its own time (webui.followers).
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from dialer import cards
from dialer.bootstrap import Services
from dialer.cards import LineCard, SessionCard
from dialer.logs import get_log
from dialer.store import accounts, live, snapshot
from dialer.store.session import Connection
from webui.followers import Changed, Followers, Outgoing, send
from webui.rooms import FLOOR, Rooms, session_room

log = get_log(__name__)

LOOK_EVERY_SECONDS = 0.25
GATHER_SECONDS = 0.01
"""A burst of changes is let come together for so long before it is read."""


@dataclass(slots=True)
class Publisher:
    """One per web process. `close` ends a socket by its id."""

    services: Services
    rooms: Rooms
    close: Callable[[str], None]
    followers: Followers = field(init=False)

    def __post_init__(self) -> None:
        self.followers = Followers(self.services, self.rooms)

    def run(self, stop: threading.Event) -> None:
        """Looks whenever woken, and every quarter of a second, until told to stop."""
        threading.Thread(target=self.followers.run, args=(stop,), name="followers", daemon=True).start()
        while not stop.is_set():
            self.services.waker.wait("live", LOOK_EVERY_SECONDS)
            stop.wait(GATHER_SECONDS)
            try:
                self.send_changes()
            except Exception:
                log.exception("publishing_failed")
                stop.wait(1.0)

    def step(self) -> int:
        """Sends all that changed since the last step; how many events."""
        return self.send_changes() + self.followers.step()

    def send_changes(self) -> int:
        """Sends lines and sessions that changed, and leaves the rest to those that follow; how many events.

        The events leave before the marks are gone for good: if anything fails the marks come back and are sent again,
        and a page takes the same card twice without harm.
        """
        now = self.services.clock.now()
        with self.services.db.transaction() as conn:
            marks = live.take(conn)
            ended = self._ended_logins(conn, {int(id_) for id_ in marks.get("account", ())})
            heard = self.rooms.heard()
            count = self._lines_and_sessions(conn, marks, heard, now) if heard else 0
        for sid in ended:
            self.close(sid)
        return count

    def forget(self, room: str) -> None:
        """A snapshot was given out: what was sent before says nothing about what its page shows now."""
        self.followers.forget(room)

    def _lines_and_sessions(
        self, conn: Connection, marks: dict[str, set[str]], heard: frozenset[str], now: datetime
    ) -> int:
        leads_marked = {int(id_) for id_ in marks.get("lead", ())}
        calls = marks.get("call", set()) | set(snapshot.lines_with(conn, sorted(leads_marked)))
        lines = cards.line_cards(conn, sorted(calls)) if calls else []
        marked = {int(id_) for id_ in marks.get("session", ())}
        campaigns = {int(id_) for id_ in marks.get("campaign", ())}
        limited = set(snapshot.open_sessions(conn, sorted(campaigns))) if campaigns else set()
        touched = marked | limited | {id_ for line in lines for id_ in _sessions_of(line)}
        sessions = self._heard_cards(conn, touched, heard)
        count = sum(send(self.rooms, each, now) for each in _line_events(lines, heard))
        count += sum(send(self.rooms, each, now) for each in _session_events(sessions, heard))
        self.followers.add(
            Changed(
                sessions={each.id: each for each in sessions},
                leads=leads_marked,
                messages=set(marks.get("message", ())),
                imports={int(id_) for id_ in marks.get("import", ())},
                campaigns=campaigns | {s.campaign_id for s in sessions} | {line.campaign_id for line in lines},
                ended={(room, line.id) for line in lines if line.ended_at is not None for room in _rooms_of(line)},
            )
        )
        return count

    def _heard_cards(self, conn: Connection, ids: set[int], heard: frozenset[str]) -> list[SessionCard]:
        wanted = ids if FLOOR in heard else {id_ for id_ in ids if session_room(id_) in heard}
        return cards.session_cards(conn, sorted(wanted)) if wanted else []

    def _ended_logins(self, conn: Connection, user_ids: set[int]) -> list[str]:
        """Sockets of these accounts whose log-in is over."""
        listeners = self.rooms.listeners_of(user_ids) if user_ids else []
        if not listeners:
            return []
        known = {each.id: each for each in accounts.by_ids(conn, sorted(user_ids))}
        return [
            each.sid
            for each in listeners
            if (account := known.get(each.user_id)) is None
            or not account.active
            or account.login_epoch != each.login_epoch
        ]


def _line_events(lines: list[LineCard], heard: frozenset[str]) -> Iterable[Outgoing]:
    for line in lines:
        for room in _rooms_of(line) & heard:
            yield Outgoing(room, "line", line.id, line.version, cards.for_floor(line) if room == FLOOR else line)


def _session_events(sessions: list[SessionCard], heard: frozenset[str]) -> Iterable[Outgoing]:
    for session in sessions:
        for room in {session_room(session.id), FLOOR} & heard:
            yield Outgoing(room, "session", str(session.id), session.version, session)


def _sessions_of(line: LineCard) -> set[int]:
    """Whose line it is, and whose agent has it."""
    return {line.session_id} | ({line.agent_session_id} if line.agent_session_id is not None else set())


def _rooms_of(line: LineCard) -> frozenset[str]:
    return frozenset({FLOOR, *(session_room(id_) for id_ in _sessions_of(line))})
