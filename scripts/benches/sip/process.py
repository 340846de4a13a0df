"""One process of Relist whose clock began at noon: the law lets nobody be called at the hours of benchmarks."""

import sys

from dialer import sip_process
from dialer.config import environment, load_settings
from dialer.engine import loop
from dialer.logs import configure
from tests.sip.process import ClockFromNoon, services_at


def main(role: str, began: str, number: str) -> None:
    settings = load_settings(environment())
    configure(settings.log_level)
    services = services_at(settings, ClockFromNoon(float(began)))
    if role == "engine":
        loop.run(services)
    else:
        sip_process.run(services, int(number))


if __name__ == "__main__":
    main(*sys.argv[1:])
