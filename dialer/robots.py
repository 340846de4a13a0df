"""Practice agents at work: a process that looks at their screens, lets each decide, and clicks as an agent would."""

import signal
import threading
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import assert_never
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from dialer import followup, refusals, sessions
from dialer.bootstrap import Services
from dialer.core.agents import State, Then
from dialer.core.robots import Act, Dispose, Habits, HangUp, Pause, Resume, Start, Talk, View, decide
from dialer.core.sequences import home_zone
from dialer.logs import get_log
from dialer.refusals import Refused
from dialer.store import inbound
from dialer.store import robots as rows
from dialer.store.inbound import Offer
from dialer.store.robots import Seat
from telephony.call import Call
from telephony.wire import read

log = get_log(__name__)

LOOK_SECONDS = 0.25
SEEN_SECONDS = 5.0
REFUSED_SECONDS = 5.0
"""So long a robot leaves off after a refusal: what stood in its way, such as a paused campaign, stays a while."""

TAB = "practice-agent"


def run(services: Services) -> None:
    """Works all seats until SIGTERM or SIGINT. Sessions stay open for the next run; unseen ones end by themselves."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    crew = Crew(services)
    while not stop.wait(LOOK_SECONDS):
        try:
            crew.look_round(stop)
        except DBAPIError as error:
            log.error("database_away", error=type(error).__name__)
            stop.wait(1.0)


@dataclass(slots=True)
class Crew:
    """All practice agents of one process."""

    services: Services
    _seen_at: dict[int, datetime] = field(default_factory=dict)
    _sulks_until: dict[int, float] = field(default_factory=dict)

    def look_round(self, stop: threading.Event | None = None) -> int:
        """Lets every robot look once; how many acted."""
        with self.services.db.look() as conn:
            seats = rows.seats(conn)
            calling = inbound.offers(conn, [seat.session_id for seat in seats if seat.session_id is not None])
        acted = 0
        for seat in seats:
            if stop is not None and stop.is_set():
                break
            acted += self._look(seat, calling.get(seat.session_id or 0))
        return acted

    def _look(self, seat: Seat, caller: Offer | None) -> bool:
        if seat.session_id is not None and seat.tab != TAB:
            # A person has logged in as this agent and works.
            return False
        self._breathe(seat)
        if self.services.clock.monotonic() < self._sulks_until.get(seat.id, 0.0):
            return False
        if caller is not None:
            return not isinstance(self._command(seat, "take_call", call_id=caller.call_id), Refused)
        view = view_of(seat)
        habits = Habits.from_json(seat.habits)
        rng = Random(f"{seat.user_id}:{view.situation}")
        act = decide(view, habits, self.services.clock.now(), rng, speed=self.services.settings.practice_speed)
        return act is not None and self._do(seat, act)

    def _breathe(self, seat: Seat) -> None:
        """The page's sign of life."""
        now = self.services.clock.now()
        last = self._seen_at.get(seat.id)
        if seat.session_id is not None and (last is None or (now - last).total_seconds() >= SEEN_SECONDS):
            self._seen_at[seat.id] = now
            self._command(seat, "seen")

    def _do(self, seat: Seat, act: Act) -> bool:
        answer = self._carry_out(seat, act)
        if not isinstance(answer, Refused):
            return True
        # Most often the world has moved on since the look, such as a far end that hung up first.
        log.info("robot_refused", seat=seat.id, act=type(act).__name__, why=answer.why)
        self._sulks_until[seat.id] = self.services.clock.monotonic() + REFUSED_SECONDS / self._speed
        return False

    def _carry_out(self, seat: Seat, act: Act) -> object:
        match act:
            case Start():
                return self._start(seat, act)
            case HangUp():
                return self._command(seat, "hang_up")
            case Pause(reason=reason):
                return self._command(seat, "pause", reason=reason)
            case Resume():
                return self._command(seat, "resume")
            case Dispose():
                return followup.dispose(
                    self.services,
                    attempt_id=act.attempt_id,
                    disposition=act.disposition,
                    answer=act.answer,
                    user_id=seat.user_id,
                    now=self.services.clock.now(),
                )
            case _:
                assert_never(act)

    def _start(self, seat: Seat, act: Start) -> object:
        with self.services.db.transaction() as conn:
            campaigns = rows.running_campaigns(conn)
        if not campaigns:
            return refusals.conflict("No campaign is running.")
        return sessions.start(
            self.services,
            agent_id=seat.user_id,
            campaign_id=campaigns[0],
            minutes=act.minutes,
            lines=act.lines,
            goals={"contacts": 10, "appointments": 1, "minutes": act.minutes},
            leg={"kind": "browser"},
            tab=TAB,
        )

    def _command(self, seat: Seat, name: str, **args: str) -> object:
        assert seat.session_id is not None, "only a seat with a session acts on it"
        return sessions.command(
            self.services,
            session_id=seat.session_id,
            user_id=seat.user_id,
            command_id=uuid4().hex,
            name=name,
            args=args,
            tab=TAB,
        )

    @property
    def _speed(self) -> float:
        return self.services.settings.practice_speed


def view_of(seat: Seat) -> View:
    """The seat's rows as the robot sees them."""
    if seat.session_id is None or seat.state is None:
        return View(state=None, since=seat.last_ended_at, situation=f"off:{seat.last_ended_at}")
    return View(
        state=State(seat.state),
        since=seat.state_since,
        situation=f"{seat.session_id}:{seat.state}:{seat.rounds}:{seat.current_call_id or ''}",
        then=Then(seat.then or ""),
        talk=_talk(seat),
    )


def _talk(seat: Seat) -> Talk | None:
    if seat.record is None:
        return None
    call = read(Call, seat.record)
    known = call.milestones
    return Talk(
        attempt_id=None if seat.disposition else seat.attempt_id,
        is_open=call.is_open,
        joined_at=known.agent_joined_at,
        machine_at=known.machine_at,
        ended_at=known.ended_at,
        zone=home_zone(seat.e164 or "", seat.zip or None, seat.lead_state or None),
    )
