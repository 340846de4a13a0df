"""What follows a change at its own pace: the page of the lead in hand, who comes next, a campaign's figures, imports.

Each takes many questions to the database, so none may stand in the way of a line that rings.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dialer import cards, imports, leads
from dialer.bootstrap import Services
from dialer.cards import SessionCard
from dialer.logs import get_log
from dialer.store import live, snapshot
from dialer.store.session import Connection
from webui.import_cards import import_card
from webui.rooms import FLOOR, Rooms, import_room, session_room

log = get_log(__name__)

LOOK_EVERY_SECONDS = 0.25

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


def send(rooms: Rooms, each: Outgoing, now: datetime) -> int:
    """Hands the event to its room; 1, to be counted."""
    rooms.emit(each.room, {"at": now, "entity": each.entity, "id": each.id, "version": each.version, "data": each.data})
    return 1


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed and is not shown yet."""

    sessions: dict[int, SessionCard] = field(default_factory=dict)
    leads: set[int] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)
    imports: set[int] = field(default_factory=set)
    campaigns: set[int] = field(default_factory=set)
    ended: set[tuple[str, str]] = field(default_factory=set)
    """Lines that are over, as (room, call id)."""

    def then(self, later: "Changed") -> "Changed":
        """Both as one; of a session the later reading counts."""
        return Changed(
            sessions=self.sessions | later.sessions,
            leads=self.leads | later.leads,
            messages=self.messages | later.messages,
            imports=self.imports | later.imports,
            campaigns=self.campaigns | later.campaigns,
            ended=self.ended | later.ended,
        )


@dataclass(slots=True)
class Followers:
    """One per web process, fed by its publisher."""

    services: Services
    rooms: Rooms
    _waiting: Changed = field(default_factory=Changed)
    _hand_over: threading.Condition = field(default_factory=threading.Condition)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    """Held during a step: it guards everything below."""
    _due: dict[int, float] = field(default_factory=dict)
    _sent: dict[int, float] = field(default_factory=dict)
    _lingering: dict[tuple[str, str], float] = field(default_factory=dict)
    _lead_shown: dict[str, int | None] = field(default_factory=dict)
    _next_shown: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _next_due: dict[int, None] = field(default_factory=dict)
    """Sessions whose next leads may have changed, the longest waiting first."""
    _next_from: float = 0.0

    def add(self, changed: Changed) -> None:
        with self._hand_over:
            self._waiting = self._waiting.then(changed)
            self._hand_over.notify()

    def run(self, stop: threading.Event) -> None:
        """Sends whatever was added, and what is due by itself, until told to stop."""
        while not stop.is_set():
            with self._hand_over:
                if self._waiting == Changed():
                    self._hand_over.wait(LOOK_EVERY_SECONDS)
            try:
                self.step()
            except Exception:
                log.exception("following_failed")
                stop.wait(1.0)

    def step(self) -> int:
        """Sends what is waiting and due; how many events. What fails is sent again, which does a page no harm."""
        with self._lock:
            with self._hand_over:
                changed, self._waiting = self._waiting, Changed()
            before = dict(self._due), dict(self._sent), dict(self._lingering)
            try:
                return self._send(changed)
            except BaseException:
                self._due, self._sent, self._lingering = before
                self._lead_shown.clear()
                self._next_shown.clear()
                with self._hand_over:
                    self._waiting = changed.then(self._waiting)
                raise

    def forget(self, room: str) -> None:
        """A snapshot was given out: what was sent before says nothing about what its page shows now."""
        with self._lock:
            self._lead_shown.pop(room, None)
            self._next_shown.pop(room, None)

    def _send(self, changed: Changed) -> int:
        heard = self.rooms.heard()
        if not heard:
            return 0
        now = self.services.clock.now()
        with self.services.db.transaction() as conn:
            return sum(send(self.rooms, each, now) for each in self._events(conn, changed, heard, now))

    def _events(self, conn: Connection, changed: Changed, heard: frozenset[str], now: datetime) -> Iterable[Outgoing]:
        yield from self._lead_events(conn, changed, heard, now)
        yield from self._import_events(conn, changed.imports, heard)
        for key in changed.ended:
            if key[0] in heard:
                self._lingering[key] = self._clock() + LINGER_SECONDS
        self._plan(changed.campaigns)
        yield from self._campaign_events(conn, heard, now)
        yield from self._nobody_next(changed.sessions.values(), heard)
        yield from self._next_events(conn, now)
        yield from self._gone(conn, heard)

    def _lead_events(
        self, conn: Connection, changed: Changed, heard: frozenset[str], now: datetime
    ) -> Iterable[Outgoing]:
        """The lead in an agent's hand: another one than before, or the same one changed."""
        written = snapshot.leads_of_messages(conn, sorted(changed.messages)) if changed.messages else set()
        touched = changed.leads | written
        on_lead: dict[int, int | None] = dict(snapshot.sessions_on_leads(conn, sorted(touched))) if touched else {}
        for session in changed.sessions.values():
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

    def _import_events(self, conn: Connection, ids: set[int], heard: frozenset[str]) -> Iterable[Outgoing]:
        for import_id in ids:
            if import_room(import_id) in heard:
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

    def _nobody_next(self, sessions: Iterable[SessionCard], heard: frozenset[str]) -> Iterable[Outgoing]:
        """Where a session is over nobody comes next."""
        for session in sessions:
            room = session_room(session.id)
            if session.ended_at is not None and room in heard and self._next_shown.get(room) != []:
                self._next_shown[room] = []
                yield Outgoing(room, "next", str(session.id), session.version, [])

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

    def _clock(self) -> float:
        return self.services.clock.monotonic()
