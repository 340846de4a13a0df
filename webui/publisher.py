"""Brings changes to the screens: takes the marks, reads each marked thing once as it then is, and sends its card.

Marks say only what changed. So a thing that changed ten times since the last look is sent once, a lost nudge costs a
quarter of a second, and nothing has to be kept for pages that were away: they start again from a snapshot.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dialer import cards, imports, leads
from dialer.bootstrap import Services
from dialer.cards import LineCard, SessionCard
from dialer.logs import get_log
from dialer.store import accounts, live, snapshot
from dialer.store.session import Connection
from webui.import_cards import import_card
from webui.rooms import FLOOR, Rooms, import_room, session_room

log = get_log(__name__)

LOOK_EVERY_SECONDS = 0.25
GATHER_SECONDS = 0.02
"""A burst of changes is let come together for so long before it is read."""

FIGURES_EVERY_SECONDS = 2.0
"""A campaign's figures and its next leads count thousands of rows, so they are not counted for every ring."""

NEXT_SHARE = 0.1
"""Working out who comes next takes longer than anything else here, so it gets this share of the time at most."""

LINGER_SECONDS = 20.0
"""A line that ended stays on the screens so long, with how it ended."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One event on its way to one room."""

    room: str
    entity: str
    id: str
    version: int
    data: Any


@dataclass(slots=True)
class Publisher:
    """One per web process. `close` ends a socket by its id."""

    services: Services
    rooms: Rooms
    close: Callable[[str], None]
    _due: dict[int, float] = field(default_factory=dict)
    _sent: dict[int, float] = field(default_factory=dict)
    _lingering: dict[tuple[str, str], float] = field(default_factory=dict)
    _lead_shown: dict[str, int | None] = field(default_factory=dict)
    _next_shown: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _next_due: dict[int, None] = field(default_factory=dict)
    """Sessions whose next leads may have changed, the longest waiting first."""
    _next_from: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, stop: threading.Event) -> None:
        """Looks whenever woken, and every quarter of a second, until told to stop."""
        while not stop.is_set():
            self.services.waker.wait("live", LOOK_EVERY_SECONDS)
            stop.wait(GATHER_SECONDS)
            try:
                self.step()
            except Exception:
                log.exception("publishing_failed")
                stop.wait(1.0)

    def step(self) -> int:
        """Sends what changed since the last step; how many events.

        They leave before the marks are gone for good: if anything fails the marks come back and are sent again, and
        a page takes the same card twice without harm.
        """
        with self._lock:
            before = dict(self._due), dict(self._sent), dict(self._lingering)
            try:
                return self._send_changes()
            except BaseException:
                self._due, self._sent, self._lingering = before
                self._lead_shown.clear()
                self._next_shown.clear()
                raise

    def _send_changes(self) -> int:
        now, count = self.services.clock.now(), 0
        with self.services.db.transaction() as conn:
            marks = live.take(conn)
            ended = self._ended_logins(conn, {int(id_) for id_ in marks.get("account", ())})
            for each in self._events(conn, marks, now):
                event = {"at": now, "entity": each.entity, "id": each.id, "version": each.version, "data": each.data}
                self.rooms.emit(each.room, event)
                count += 1
        for sid in ended:
            self.close(sid)
        return count

    def forget(self, room: str) -> None:
        """A snapshot was given out: what was sent before says nothing about what its page shows now."""
        with self._lock:
            self._lead_shown.pop(room, None)
            self._next_shown.pop(room, None)

    def _events(self, conn: Connection, marks: dict[str, set[str]], now: datetime) -> Iterable[Outgoing]:
        heard = self.rooms.heard()
        if not heard:
            return
        marked = {int(id_) for id_ in marks.get("session", ())}
        leads_marked = {int(id_) for id_ in marks.get("lead", ())}
        calls = marks.get("call", set()) | set(snapshot.lines_with(conn, sorted(leads_marked)))
        lines = cards.line_cards(conn, sorted(calls))
        touched = marked | {id_ for line in lines for id_ in _sessions_of(line)}
        campaigns = {int(id_) for id_ in marks.get("campaign", ())}
        limited = set(snapshot.open_sessions(conn, sorted(campaigns))) if campaigns else set()
        sessions = self._heard_cards(conn, touched | limited, heard)
        yield from self._line_events(lines, heard)
        yield from self._session_events(sessions, heard)
        yield from self._lead_events(conn, sessions, marks, heard, now)
        yield from self._import_events(conn, marks, heard)
        self._plan(campaigns | {s.campaign_id for s in sessions} | {line.campaign_id for line in lines})
        yield from self._campaign_events(conn, heard, now)
        yield from self._gone(conn, heard)

    def _heard_cards(self, conn: Connection, ids: set[int], heard: frozenset[str]) -> list[SessionCard]:
        wanted = ids if FLOOR in heard else {id_ for id_ in ids if session_room(id_) in heard}
        return cards.session_cards(conn, sorted(wanted)) if wanted else []

    def _line_events(self, lines: list[LineCard], heard: frozenset[str]) -> Iterable[Outgoing]:
        for line in lines:
            for room in _rooms_of(line) & heard:
                data: Any = cards.for_floor(line) if room == FLOOR else line
                if line.ended_at is not None:
                    self._lingering[room, line.id] = self._clock() + LINGER_SECONDS
                yield Outgoing(room, "line", line.id, line.version, data)

    def _session_events(self, sessions: list[SessionCard], heard: frozenset[str]) -> Iterable[Outgoing]:
        for session in sessions:
            for room in {session_room(session.id), FLOOR} & heard:
                yield Outgoing(room, "session", str(session.id), session.version, session)
            room = session_room(session.id)
            if session.ended_at is not None and room in heard and self._next_shown.get(room) != []:
                self._next_shown[room] = []
                yield Outgoing(room, "next", str(session.id), session.version, [])

    def _lead_events(
        self,
        conn: Connection,
        sessions: list[SessionCard],
        marks: dict[str, set[str]],
        heard: frozenset[str],
        now: datetime,
    ) -> Iterable[Outgoing]:
        """The lead in an agent's hand: another one than before, or the same one changed."""
        messages = marks.get("message", set())
        written = snapshot.leads_of_messages(conn, sorted(messages)) if messages else set()
        changed = {int(id_) for id_ in marks.get("lead", ())} | written
        on_lead: dict[int, int | None] = dict(snapshot.sessions_on_leads(conn, sorted(changed))) if changed else {}
        for session in sessions:
            room = session_room(session.id)
            if self._lead_shown.get(room, -1) != session.current_lead_id:
                on_lead[session.id] = session.current_lead_id
        for session_id, lead_id in on_lead.items():
            room = session_room(session_id)
            if room not in heard:
                continue
            page = leads.page(self.services, conn, lead_id, now) if lead_id is not None else None
            version = page.version if page else live.read_version(conn)
            self._lead_shown[room] = lead_id
            yield Outgoing(room, "lead", str(lead_id or ""), version, page)
            if lead_id in written:
                yield Outgoing(room, "message", str(lead_id), version, {"lead_id": lead_id})

    def _import_events(self, conn: Connection, marks: dict[str, set[str]], heard: frozenset[str]) -> Iterable[Outgoing]:
        wanted = [int(id_) for id_ in marks.get("import", ()) if import_room(int(id_)) in heard]
        for import_id in wanted:
            version = live.read_version(conn)
            found = imports.describe(conn, import_id)
            card = import_card(found) if found else None
            yield Outgoing(import_room(import_id), "import", str(import_id), version, card)

    def _plan(self, campaign_ids: set[int]) -> None:
        """Notes whose figures changed; they are counted when the last count is old enough."""
        for id_ in campaign_ids:
            self._due.setdefault(id_, self._sent.get(id_, -FIGURES_EVERY_SECONDS) + FIGURES_EVERY_SECONDS)

    def _campaign_events(self, conn: Connection, heard: frozenset[str], now: datetime) -> Iterable[Outgoing]:
        clock = self._clock()
        due = sorted(id_ for id_, at in self._due.items() if at <= clock)
        for id_ in due:
            del self._due[id_]
            self._sent[id_] = clock
        if due and FLOOR in heard:
            for card in cards.campaign_cards(conn, due, now):
                yield Outgoing(FLOOR, "campaign", str(card.id), card.version, card)
        if due and heard - {FLOOR}:
            open_sessions = snapshot.open_sessions(conn, due)
            self._next_due.update(dict.fromkeys(id_ for id_ in open_sessions if session_room(id_) in heard))
        yield from self._next_events(conn, now)

    def _next_events(self, conn: Connection, now: datetime) -> Iterable[Outgoing]:
        """Who comes next, where that is not what the page shows already; as many sessions as there is time for."""
        while self._next_due and (started := self._clock()) >= self._next_from:
            session_id = next(iter(self._next_due))
            del self._next_due[session_id]
            for session in (each for each in snapshot.sessions(conn, [session_id]) if each.ended_at is None):
                room, version = session_room(session.id), live.read_version(conn)
                coming = cards.next_leads(self.services, conn, session.campaign_id, session.agent_id, now)
                if self._next_shown.get(room) != coming:
                    self._next_shown[room] = coming
                    yield Outgoing(room, "next", str(session.id), version, coming)
            took = self._clock() - started
            self._next_from = started + took / NEXT_SHARE

    def _gone(self, conn: Connection, heard: frozenset[str]) -> Iterable[Outgoing]:
        """Ended lines leave the screens after a while, unless an agent still writes that call up."""
        clock = self._clock()
        over = [key for key, at in self._lingering.items() if at <= clock]
        kept = set(snapshot.in_hand(conn, [line_id for _, line_id in over])) if over else set()
        for room, line_id in over:
            if line_id in kept:
                self._lingering[room, line_id] = clock + LINGER_SECONDS
                continue
            del self._lingering[room, line_id]
            if room in heard:
                yield Outgoing(room, "gone", f"line:{line_id}", live.read_version(conn), None)

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

    def _clock(self) -> float:
        return self.services.clock.monotonic()


def _sessions_of(line: LineCard) -> set[int]:
    """Whose line it is, and whose agent has it."""
    return {line.session_id} | ({line.agent_session_id} if line.agent_session_id is not None else set())


def _rooms_of(line: LineCard) -> frozenset[str]:
    return frozenset({FLOOR, *(session_room(id_) for id_ in _sessions_of(line))})
