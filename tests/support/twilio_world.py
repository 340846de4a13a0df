"""A whole Relist on Twilio's double, in virtual time: engine, web application and far ends in one process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Connection, Row, create_engine, select, text

from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.config import Settings, load_settings
from dialer.core.campaigns import CampaignSettings
from dialer.purse import SqlPurse
from dialer.scrub import Loaded, load_full
from dialer.store import schema
from dialer.store.session import Database
from dialer.twilio import SqlRecords, account_of
from dialer.wake import LocalWaker
from telephony.capacity import Capacity
from telephony.limits import Limits
from telephony.twilio.api import Api
from telephony.twilio.carrier import TwilioCarrier
from tests.support.builders import a_lead
from tests.support.twilio_double import Double, FarEnd, Faults
from tests.support.twilio_double.double import ACCOUNT, TOKEN
from tests.support.twilio_double.hooks import Headers, Reply, Then
from tests.support.twilio_double.leg import Leg
from tests.support.world import AREA_CODES, STEP_SECONDS, Lead, World, enroll
from webui import create_app

PUBLIC_URL = "https://dial.example.com"

MIDWEST = (*AREA_CODES, 224, 331, 447, 464, 730, 779, 872, 262, 414, 608, 715, 920)
"""Room for 2,100 numbers, all of them in one time zone and under the same law."""

PERSON = FarEnd()
NOBODY = FarEnd(answers_after=None)
VOICEMAIL = FarEnd(greeting=12.0, verdict="machine_start", patience=60.0, talk=60.0)

People = dict[str, list[FarEnd]]


def twilio_settings(folder: Path, database_url: str, redis_url: str, **more: str) -> Settings:
    """An installation on Twilio; an API on this machine makes the fictional numbers the ones that exist."""
    environ = {
        "RELIST_DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "RELIST_SECRET_KEY": "for tests only, as long as it must be",
        "RELIST_CARRIER": "twilio",
        "RELIST_PUBLIC_URL": PUBLIC_URL,
        "RELIST_BROKERAGE": "Sample Realty",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": "http://127.0.0.1:9",
        "TWILIO_CALLS_PER_SECOND": "100",
        "TWILIO_CONCURRENT_CALLS": "1000",
    }
    return load_settings(environ | more)


def twilio_services(settings: Settings, db: Database, clock: FixedClock, double: Double) -> Services:
    account = account_of(settings)
    assert account is not None
    capacity = Capacity(settings.twilio_calls_per_second, settings.twilio_concurrent_calls)
    carrier = TwilioCarrier(
        account,
        Api(account, Random(1), double.transport()),
        Limits(settings.allowed_prefixes),
        capacity,
        SqlRecords(db),
        SqlPurse(db, TwilioCarrier.name, settings.daily_spend_cap_cents * 10_000),
        clock,
    )
    return Services(settings, db, clock, {"twilio": carrier}, LocalWaker(), None, capacity)


def posting_to(app: Flask) -> Callable[[str, dict[str, str], Headers, Then], None]:
    """Delivers webhooks to the application, as raw bytes on the wire."""
    client = app.test_client()

    def post(url: str, form: dict[str, str], headers: Headers, then: Then) -> None:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        response = client.post(
            target,
            base_url=f"{parts.scheme}://{parts.netloc}",
            data=urlencode(form).encode(),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )
        then(Reply(response.status_code, response.text))

    return post


def nobody_listed(services: Services, folder: Path) -> None:
    """The national do-not-call registry, loaded, with none of our numbers in it: real carriers do not dial without."""
    path = folder / "registry.txt"
    path.write_text("217,5559999\n")
    made = load_full(services, None, list_name="national", files=[path], area_codes=list(MIDWEST))
    assert isinstance(made, Loaded), made


@dataclass
class TwilioWorld(World):
    """The world of the practice network, with Twilio's double for a network."""

    double: Double = field(kw_only=True)
    people: People = field(kw_only=True)
    app: Flask = field(kw_only=True)
    coarse: bool = False
    """Whether the engine looks only once in a step, and not after everything that happens."""
    step_seconds: float = STEP_SECONDS

    def lead_at(self, *far: FarEnd, **more: Any) -> Lead:
        """A lead with one number, at whose end these are met call by call, the last one ever after."""
        serial = len(self.people)
        number = f"+1{MIDWEST[serial // 100]}55501{serial % 100:02d}"
        self.people[number] = list(far) or [PERSON]
        lead_id = a_lead(self.conn, numbers=[number], **{"expired_on": self.clock.now().date()} | more)
        enroll(self.conn, self.campaign_id, [lead_id], self.clock.now())
        table = schema.enrollment
        found = self.conn.execute(select(table.c.id).where(table.c.lead_id == lead_id)).scalar_one()
        return Lead(lead_id, found, number)

    def leg(self, lead: Lead) -> Leg:
        """The lead's latest call at Twilio."""
        return [leg for leg in self.double.legs.values() if leg.to == lead.number][-1]

    def legs_to(self, lead: Lead) -> list[Leg]:
        return [leg for leg in self.double.legs.values() if leg.to == lead.number]

    def agent_leg(self) -> Leg:
        return [leg for leg in self.double.legs.values() if leg.is_agent][-1]

    def texts_in(self) -> list[Row[Any]]:
        table = schema.message
        return list(self.conn.execute(select(table).where(table.c.direction == "in").order_by(table.c.id)).all())

    def order_states(self, call_id: str) -> dict[str, str]:
        rows: Any = self.conn.execute(text("SELECT kind, state FROM outbox WHERE call_id = :id"), {"id": call_id})
        return dict(tuple(row) for row in rows)

    def call_row(self, call_id: str) -> Row[Any]:
        return self.conn.execute(select(schema.call).where(schema.call.c.id == call_id)).one()

    # What goes wrong

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """Our processes cannot reach PostgreSQL while the block runs."""
        db = self.services.db
        whole = db.engine
        db.engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none", connect_args={"connect_timeout": 1})
        try:
            yield
        finally:
            db.engine.dispose()
            db.engine = whole

    def network_alone(self, seconds: float) -> None:
        """Time in which only Twilio acts, and our web application as far as it can."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while (due := self.double.next_due()) is not None and due <= end:
            self.clock.advance(max(due - self.clock.now(), timedelta()))
            self.double.clockwork.run_next(due)

    def _step(self, longest: timedelta) -> None:
        self.engine.step()
        if self.worker_runs:
            self.work()
        self._breathe()
        until = self.clock.now() + min(timedelta(seconds=self.step_seconds), longest)
        while (due := self.double.next_due()) is not None and due <= until:
            self.clock.advance(max(due - self.clock.now(), timedelta()))
            self.double.clockwork.run_next(due)
            if not self.coarse and self.services.waker.wait("engine", 0):
                return
        self.double.clockwork.now = until
        self.clock.advance(until - self.clock.now())


def world_maker(
    folder: Path, database_url: str, redis_url: str, db: Database, conn: Connection, clock: FixedClock
) -> Callable[..., TwilioWorld]:
    """Makes worlds in an empty database; keywords change the campaign, `environ` the installation, `double` Twilio."""

    def make(
        *,
        environ: dict[str, str] | None = None,
        faults: Faults | None = None,
        double: dict[str, Any] | None = None,
        coarse: bool = False,
        **choices: Any,
    ) -> TwilioWorld:
        people: People = {}

        def who(number: str, nth: int) -> FarEnd:
            known = people.get(number, [PERSON])
            return known[min(nth, len(known) - 1)]

        def post(url: str, form: dict[str, str], headers: Headers, then: Then) -> None:
            deliver(url, form, headers, then)

        settings = twilio_settings(folder, database_url, redis_url, **environ or {})
        network = Double(clock.now(), post, who, faults=faults, **double or {})
        services = twilio_services(settings, db, clock, network)
        app = create_app(services)
        deliver = posting_to(app)
        nobody_listed(services, folder)
        chosen = replace(CampaignSettings(identification="This is Sample Realty."), **choices)
        return TwilioWorld(services, conn, clock, chosen, (), double=network, people=people, app=app, coarse=coarse)

    return make


@pytest.fixture
def make_twilio(
    tmp_path: Path, database_url: str, redis_url: str, db: Database, conn: Connection, clock: FixedClock
) -> Callable[..., TwilioWorld]:
    return world_maker(tmp_path, database_url, redis_url, db, conn, clock)


@pytest.fixture
def twilio(make_twilio: Callable[..., TwilioWorld]) -> TwilioWorld:
    return make_twilio()
