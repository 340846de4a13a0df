"""The SIP process with the tests' clock: real time that begins at noon. It loads no more than the product does."""

import signal
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from dialer import sip_process
from dialer.bootstrap import Services, build_services
from dialer.clock import SystemClock
from dialer.config import Settings, environment, load_settings

NOON = datetime(2026, 3, 12, 17, tzinfo=UTC)
"""Calling hours in Illinois, whatever the time here."""


@dataclass(frozen=True)
class ClockFromNoon:
    """Real seconds from a given moment of this machine's own clock on, which all processes share."""

    began: float

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.monotonic() - self.began)

    def monotonic(self) -> float:
        return SystemClock().monotonic()


def services_at(settings: Settings, clock: ClockFromNoon) -> Services:
    """Services as the product builds them, with another clock."""
    return build_services(settings, clock)


def main(began: float, number: int, breath_seconds: float) -> None:
    # Handlers run in the thread that turns the loop, between two of its steps: it never comes back from this one.
    signal.signal(signal.SIGUSR1, lambda *_: Event().wait())
    services = services_at(load_settings(environment()), ClockFromNoon(began))
    sip_process.run(services, number, breath_seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
