"""What `relist doctor` looks at: each check gives its problems as sentences that say what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg
import redis
from sqlalchemy.exc import SQLAlchemyError

from dialer.clock import Clock
from dialer.config import Settings
from dialer.core.rules import standard_rules
from dialer.health import LEAST_FREE_BYTES, free_bytes
from dialer.supervisor.errors import SupervisorError
from dialer.supervisor.migrations import PROJECT, pending
from dialer.supervisor.running import running
from dialer.supervisor.stores import open_stores
from dialer.supervisor.web_address import is_ready, port_is_free

Problems = tuple[str, ...]

MOST_SKEW = timedelta(seconds=2)
# No machine that runs this version can be earlier than the version itself.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
# One zone per rule that matters: plain, without daylight saving, and with two times in one state.
ZONES = ("America/New_York", "America/Phoenix", "America/Indiana/Knox", "Pacific/Honolulu")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at."""

    name: str
    find: Callable[[Settings, Clock], Problems]


def stores(settings: Settings, clock: Clock) -> Problems:
    """Database and Valkey: they answer, are migrated, and agree with us about the time."""
    try:
        with open_stores(settings, clock) as settled:
            return (*_database(settled.database_url or "", clock), *_valkey(settled.redis_url or ""))
    except SupervisorError as error:
        return (str(error),)


def _database(url: str, clock: Clock) -> Problems:
    try:
        with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
            row = connection.execute("SELECT clock_timestamp()").fetchone()
        behind = pending(url)
    except (psycopg.Error, SQLAlchemyError) as error:
        return (f"The database does not answer ({type(error).__name__}): check DATABASE_URL and the server.",)
    problems = []
    if row is not None and abs(row[0] - clock.now()) > MOST_SKEW:
        problems.append("The database's clock and ours differ by more than two seconds: set both by NTP.")
    if behind:
        problems.append("The database lacks migrations: run `relist migrate`, or `relist up`, which does it too.")
    return tuple(problems)


def _valkey(url: str) -> Problems:
    with _redis(url) as client:
        try:
            client.ping()
        except redis.RedisError as error:
            return (f"Valkey does not answer ({type(error).__name__}): check REDIS_URL and the server.",)
    return ()


@contextmanager
def _redis(url: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
    try:
        yield client
    finally:
        client.close()


def console(settings: Settings, clock: Clock) -> Problems:
    """The pages that browsers load are built."""
    if any((PROJECT / "webui" / "console" / "dist").glob("*.html")):
        return ()
    return ("The console is not built: run `scripts/run`, or `npm ci && npm run build` in webui/console.",)


def port(settings: Settings, clock: Clock) -> Problems:
    """Our port is free, or it is Relist that answers there."""
    if running(settings.data_dir) is None:
        if port_is_free(settings):
            return ()
        return (f"Port {settings.port} is taken by another program: set RELIST_PORT to a free one.",)
    if is_ready(settings):
        return ()
    return (f"Relist runs but is not ready: open {settings.public_url}/readyz and look into the logs.",)


def disk(settings: Settings, clock: Clock) -> Problems:
    """There is room for data and recordings."""
    free = free_bytes(settings)
    if free >= LEAST_FREE_BYTES:
        return ()
    return (f"Only {free // 1_000_000} MB are free in {settings.data_dir}: make room, a gigabyte at least.",)


def time_of_day(settings: Settings, clock: Clock) -> Problems:
    """The clock can be right; calling hours depend on it."""
    if clock.now() >= WRITTEN:
        return ()
    return ("This machine's clock is years behind: set it by NTP before anybody is called.",)


def zones(settings: Settings, clock: Clock) -> Problems:
    """The time zones of the people we call are known."""
    missing = [name for name in ZONES if not _known(name)]
    if not missing:
        return ()
    return (f"Time zones are missing ({', '.join(missing)}): run `pip install --upgrade tzdata`.",)


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return False
    return True


def rules(settings: Settings, clock: Clock) -> Problems:
    """Somebody has looked at every rule of law within the time that its row sets."""
    late = standard_rules().past_review(clock.now().date())
    return tuple(
        f"The rule {rule.id} is past its review date, {rule.review_by}: read {rule.citation} again, then take a newer "
        "Relist or use `relist law override`."
        for rule in late
    )


CHECKS = (
    Check("the stores answer, are migrated and keep our time", stores),
    Check("the console is built", console),
    Check("the port is ours", port),
    Check("there is room on the disk", disk),
    Check("the clock is sane", time_of_day),
    Check("time zones are known", zones),
    Check("the rules of law are reviewed", rules),
)
