"""A whole Relist on Twilio's double in real time: engine, worker, web server and sockets in threads of the test's own
process, at an hour of day of our choosing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from werkzeug.serving import WSGIRequestHandler, make_server

from dialer import recorder
from dialer.bootstrap import build_services
from dialer.clock import SystemClock
from dialer.core.campaigns import CampaignSettings
from dialer.store.session import Database
from telephony.twilio.carrier import TwilioCarrier
from tests.support.ports import free_port
from tests.support.softphone import Softphones
from tests.support.twilio_double import Double, FarEnd
from tests.support.twilio_double.double import KEYS
from tests.support.twilio_double.server import Running
from tests.support.twilio_double.server import running as network
from tests.support.twilio_world import PERSON, People, TwilioWorld, nobody_listed, twilio_settings
from webui import create_app, live

LOOK_SECONDS = 0.05
NETWORK_SPEED = 4.0
"""How many times faster than life the phone network goes."""


class ShiftedClock(SystemClock):
    """Runs as the machine's clock does, from another moment on."""

    def __init__(self, start: datetime) -> None:
        self._by = start - super().now()

    def now(self) -> datetime:
        return super().now() + self._by


@dataclass
class LiveTwilio(TwilioWorld):
    """The world with threads that do the work; a test only waits."""

    address: str = field(kw_only=True)
    network: Running = field(kw_only=True)
    phones: Softphones = field(kw_only=True)
    step_seconds: float = LOOK_SECONDS

    def _step(self, longest: timedelta) -> None:
        threading.Event().wait(min(longest.total_seconds(), self.step_seconds))

    def work(self) -> None:
        super().work()
        recorder.tend(self.services, self.clock.now())

    def ring_us(self, from_: str, to: str, far: FarEnd = PERSON) -> None:
        self.network.do(lambda double: double.ring_us(from_, to, f"{self.address}/hooks/twilio", far))


class Quiet(WSGIRequestHandler):
    """Says nothing: a test's output is its own."""

    def log_request(self, *about: object) -> None:
        """Every request would be a line."""


class Threads:
    """Loops that run until they are told to stop; what one of them raises fails the test."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self.problems: list[str] = []

    def loop(self, work: Callable[[], object], pause: Callable[[], object]) -> None:
        def run() -> None:
            while not self._stop.is_set():
                try:
                    work()
                except Exception as problem:  # noqa: BLE001 - told below, whatever it is
                    self.problems.append(repr(problem))
                    return
                pause()

        self.start(run)

    def start(self, run: Callable[[], object]) -> None:
        thread = threading.Thread(target=run)
        self._threads.append(thread)
        thread.start()

    @property
    def stop(self) -> threading.Event:
        return self._stop

    def join(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=20)
            assert not thread.is_alive(), "a thread of the installation does not end"


@contextmanager
def live_twilio(
    folder: Path, database_url: str, redis_url: str, db: Database, conn: Connection, start: datetime, **choices: Any
) -> Iterator[LiveTwilio]:
    clock, people = ShiftedClock(start), People()

    def who(number: str, nth: int) -> FarEnd:
        known = people.get(number, [PERSON])
        return known[min(nth, len(known) - 1)]

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with network(clock.now, lambda post: Double(clock.now(), post, who), speed=NETWORK_SPEED) as double:
        environ = {"TWILIO_API_URL": double.url, "RELIST_PUBLIC_URL": address, **KEYS}
        settings = twilio_settings(folder, database_url, redis_url, **environ)
        services = build_services(settings, clock)
        nobody_listed(services, folder)
        phones = Softphones(double)
        app = create_app(services)
        app.register_blueprint(phones.views)
        chosen = replace(CampaignSettings(identification="This is Sample Realty."), **choices)
        world = LiveTwilio(
            services,
            conn,
            clock,  # type: ignore[arg-type]  # it moves by itself, and nobody here moves it
            chosen,
            (),
            double=double.double,
            people=people,
            app=app,
            address=address,
            network=double,
            phones=phones,
        )
        with _at_work(world, port):
            try:
                yield world
            finally:
                phones.close()


@contextmanager
def _at_work(world: LiveTwilio, port: int) -> Iterator[None]:
    """Every process of the installation, as threads."""
    services, app, threads = world.services, world.app, Threads()
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    threads.start(server.serve_forever)
    threads.start(lambda: live.of(app).publisher.run(threads.stop))
    threads.loop(world.engine.step, lambda: services.waker.wait("engine", LOOK_SECONDS))
    threads.loop(world.work, lambda: threads.stop.wait(LOOK_SECONDS))
    try:
        yield
    finally:
        server.shutdown()
        threads.join()
        server.server_close()
        world.engine.give_up()
        carrier = services.carriers["twilio"]
        assert isinstance(carrier, TwilioCarrier)
        carrier.close()
        services.close()
    assert threads.problems == []
