"""A whole Relist on the practice carrier, in virtual time: a test sets the scene, lets time pass, and looks.

Each lead's far end behaves as the test asks: its number is one of those that the practice network, by its seed, has
behave that way. Nothing is patched, and no time passes but by `pass_time` and `until`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Row, select, text

from dialer import followup, sessions, texting
from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.config import Settings
from dialer.core.agents import Session
from dialer.core.campaigns import CampaignSettings
from dialer.core.sequences import DEFAULT_SEQUENCE, Step, steps_to_json
from dialer.engine.loop import Engine
from dialer.enrolling import enroll
from dialer.setup import ensure_defaults
from dialer.store import schema
from dialer.store import sessions as session_rows
from dialer.store.practice import SqlExchange
from dialer.store.session import Database
from dialer.wake import LocalWaker
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall, SendText
from telephony.practice import Behaviour, Delays, PracticeCarrier, PracticeNetwork, Profile, Range
from telephony.practice.script import Script, script_of
from telephony.practice.texts import TextHappening, course_of
from tests.support.builders import a_caller_id, a_campaign, a_lead, a_sequence, a_user

OURS = "+13045550199"
"""The number we show; its area code is none of the leads'."""

PROFILE = Profile(
    seed=7,
    shares={
        Behaviour.person: 0.4,
        Behaviour.voicemail: 0.2,
        Behaviour.no_answer: 0.2,
        Behaviour.busy: 0.1,
        Behaviour.dead: 0.1,
    },
    delays=Delays(
        first_ring=Range(1, 1), text_sent=Range(0.5, 0.5), text_delivered=Range(2, 2), text_reply=Range(5, 10)
    ),
)

AREA_CODES = (217, 309, 312, 618, 630, 708, 773, 815, 847)
"""Illinois, so that numbers and property agree on the law."""

STEP_SECONDS = 0.5
"""The longest step, since the engine nudges the worker so often."""

AWAKE_SECONDS = 0.01
"""From a nudge to the next look."""

BREATH_SECONDS = 5.0

_serial = count(1)


@dataclass(frozen=True)
class Agent:
    """Somebody with a session. `tab` is the browser tab that holds it."""

    user_id: int
    session_id: int
    tab: str


@dataclass(frozen=True)
class Lead:
    """A household in the campaign, with the number that is called first."""

    id: int
    enrollment_id: int
    number: str


def nobody(script: Script) -> bool:
    return script.behaviour is Behaviour.no_answer


def machine(script: Script) -> bool:
    """A voicemail that the detector recognises."""
    return script.behaviour is Behaviour.voicemail and not script.taken_for_human and script.answer_after < 20


def busy(script: Script) -> bool:
    return script.behaviour is Behaviour.busy


def dead(script: Script) -> bool:
    return script.behaviour is Behaviour.dead


def person(*, rings: tuple[float, float] = (3, 10), talks: tuple[float, float] = (20, 400)) -> Callable[[Script], bool]:
    """A person who picks up after so many seconds of ringing and talks for so many."""

    def wanted(script: Script) -> bool:
        answers = script.behaviour is Behaviour.person and script.taken_for_human
        return answers and rings[0] <= script.answer_after <= rings[1] and talks[0] <= script.talk <= talks[1]

    return wanted


@lru_cache
def _far_ends() -> tuple[tuple[str, Script, TextHappening | None], ...]:
    """Every number with what its first call meets and what it replies to our first text (None: nothing)."""
    found = []
    for area in AREA_CODES:
        for last in range(100, 200):
            number = f"+1{area}5550{last}"
            to, ours = PhoneNumber.parse(number), PhoneNumber.parse(OURS)
            order = PlaceCall(call_id="x", to=to, from_=ours, ring_seconds=22, max_seconds=5400)
            course = course_of(SendText(message_id="x", to=to, from_=ours, body="Hi"), 0, PROFILE)
            found.append((number, script_of(order, 0, PROFILE), course.plans[-1][1]))
    return tuple(found)


@dataclass
class World:
    """One campaign with its engine, its worker and its people."""

    services: Services
    conn: Connection
    clock: FixedClock
    settings: CampaignSettings = field(default_factory=lambda: CampaignSettings(identification="This is us."))
    steps: tuple[Step, ...] = DEFAULT_SEQUENCE
    worker_runs: bool = True

    def __post_init__(self) -> None:
        ensure_defaults(self.conn, self.clock.now())
        sequence = a_sequence(self.conn, steps=steps_to_json(self.steps))
        self.campaign_id = a_campaign(self.conn, settings=self.settings, sequence_id=sequence)
        a_caller_id(self.conn, e164=OURS)
        self.engine = Engine(self.services)
        self.open_browsers: list[Agent] = []
        self._taken: set[str] = set()
        self._breathed = self.clock.monotonic()

    # Setting the scene

    def agent(self, name: str | None = None, *, lines: float = 1, minutes: int = 60, ready: bool = True) -> Agent:
        """An agent who has just started a session; with `ready`, whose own leg is up before a line is opened."""
        user = a_user(self.conn, name=name)
        tab = f"tab-{next(_serial)}"
        started = sessions.start(
            self.services,
            agent_id=user.id,
            campaign_id=self.campaign_id,
            minutes=minutes,
            lines=lines,
            goals={},
            leg={"kind": "browser"},
            tab=tab,
        )
        assert isinstance(started, int), started
        agent = Agent(user.id, started, tab)
        self.open_browsers.append(agent)
        if ready:
            self.until(lambda: self.session(agent).leg_up)
        return agent

    def number(self, behaves: Callable[[Script], bool], replies: TextHappening | None = TextHappening.delivered) -> str:
        """A number of its own that behaves so; `replies` is the last thing that comes of a text to it."""
        for number, script, last in _far_ends():
            if number not in self._taken and behaves(script) and replies in (None, last):
                self._taken.add(number)
                return number
        raise AssertionError("no number of the practice network behaves like this; widen the wish")

    def lead(
        self,
        *behaves: Callable[[Script], bool],
        replies: TextHappening | None = TextHappening.delivered,
        **more: Any,
    ) -> Lead:
        """A lead in the campaign, last in the queue, with one number per behaviour."""
        numbers = [self.number(each, replies) for each in behaves]
        lead_id = a_lead(self.conn, numbers=numbers, **{"expired_on": self.clock.now().date()} | more)
        enroll(self.conn, self.campaign_id, [lead_id], self.clock.now())
        table = schema.enrollment
        found = self.conn.execute(select(table.c.id).where(table.c.lead_id == lead_id)).scalar_one()
        return Lead(lead_id, found, numbers[0])

    # Letting it run

    def pass_time(self, seconds: float) -> None:
        """Virtual seconds in which engine, worker and open browsers do their work."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < end:
            self._step(end - self.clock.now())

    def until(self, happened: Callable[[], object], at_most: float = 60.0) -> None:
        """Lets time pass until something is so; fails when it never is."""
        end = self.clock.now() + timedelta(seconds=at_most)
        while not happened():
            assert self.clock.now() < end, f"it did not happen within {at_most:g} virtual seconds"
            self._step(end - self.clock.now())

    def _step(self, longest: timedelta) -> None:
        sleep = max(self.engine.step(), 0.005)
        if self.worker_runs:
            self.work()
        self._breathe()
        woken = self.services.waker.wait("engine", 0)
        seconds = AWAKE_SECONDS if woken else min(sleep, STEP_SECONDS)
        self.clock.advance(min(timedelta(seconds=seconds), longest))

    def work(self) -> None:
        """What the worker does when it is nudged."""
        followup.settle_due(self.services, self.clock.now())
        texting.send_due(self.services, self.clock.now())

    def _breathe(self) -> None:
        if self.clock.monotonic() - self._breathed >= BREATH_SECONDS:
            self._breathed = self.clock.monotonic()
            for agent in self.open_browsers:
                self.do(agent, "seen")

    # What people do

    def do(self, agent: Agent, command: str, **args: Any) -> Any:
        """A command from the agent's tab."""
        return sessions.command(
            self.services,
            session_id=agent.session_id,
            user_id=agent.user_id,
            command_id=uuid4().hex,
            name=command,
            args=args,
            tab=agent.tab,
        )

    def say(self, agent: Agent, lead: Lead, disposition: str, **answer: Any) -> Any:
        """The agent's result of the lead's latest call."""
        return followup.dispose(
            self.services,
            attempt_id=self.attempt(lead).id,
            disposition=disposition,
            answer=answer,
            user_id=agent.user_id,
            now=self.clock.now(),
        )

    def close_browser(self, agent: Agent) -> None:
        self.open_browsers.remove(agent)

    # Looking

    def session(self, agent: Agent) -> Session:
        found = session_rows.load(self.conn, agent.session_id)
        assert found is not None
        return found

    def state(self, agent: Agent) -> str:
        return self.session(agent).state.value

    def attempts(self, lead: Lead) -> list[Row[Any]]:
        table = schema.attempt
        return list(self.conn.execute(select(table).where(table.c.lead_id == lead.id).order_by(table.c.id)).all())

    def attempt(self, lead: Lead) -> Row[Any]:
        """The lead's latest."""
        return self.attempts(lead)[-1]

    def call(self, lead: Lead) -> Row[Any]:
        """The call of the latest attempt."""
        table = schema.call
        return self.conn.execute(select(table).where(table.c.id == self.attempt(lead).call_id)).one()

    def call_state(self, lead: Lead) -> str:
        """The state of the lead's call, empty before there is one."""
        return str(self.call(lead).state) if self.attempts(lead) else ""

    def place(self, lead: Lead) -> Row[Any]:
        table = schema.enrollment
        return self.conn.execute(select(table).where(table.c.id == lead.enrollment_id)).one()

    def touches(self, lead: Lead, channel: str = "") -> list[Row[Any]]:
        table = schema.touch
        rows = self.conn.execute(select(table).where(table.c.lead_id == lead.id).order_by(table.c.due_at, table.c.id))
        return [row for row in rows if channel in ("", row.channel)]

    def messages(self, lead: Lead, direction: str = "out") -> list[Row[Any]]:
        table = schema.message
        mine = select(table).where(table.c.lead_id == lead.id, table.c.direction == direction)
        return list(self.conn.execute(mine.order_by(table.c.created_at)).all())

    def orders(self, call_id: str) -> list[str]:
        """The kinds of orders that left for a call, in their order."""
        rows = self.conn.execute(
            text("SELECT kind FROM outbox WHERE call_id = :id AND state = 'done' ORDER BY id"), {"id": call_id}
        )
        return list(rows.scalars())

    def campaign(self) -> Row[Any]:
        table = schema.campaign
        return self.conn.execute(select(table).where(table.c.id == self.campaign_id)).one()

    def open_calls(self, leads: Iterable[Lead]) -> int:
        return sum(1 for lead in leads if self.attempts(lead) and self.call(lead).ended_at is None)


def practice_services(settings: Settings, db: Database, clock: FixedClock, profile: Profile = PROFILE) -> Services:
    """Services on a practice network that remembers in the database."""
    network = PracticeNetwork(profile, SqlExchange(db))
    return Services(settings, db, clock, {"practice": PracticeCarrier(network, clock)}, LocalWaker(), network)


@pytest.fixture
def make_world(settings: Settings, db: Database, conn: Connection, clock: FixedClock) -> Callable[..., World]:
    """Makes the world; keywords change the campaign's settings."""

    def make(*, steps: tuple[Step, ...] = DEFAULT_SEQUENCE, **choices: Any) -> World:
        chosen = replace(CampaignSettings(identification="This is us."), **choices)
        return World(practice_services(settings, db, clock), conn, clock, settings=chosen, steps=steps)

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()
