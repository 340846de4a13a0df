"""Real stores for every test that asks for one: a PostgreSQL and a Valkey that live as long as the test run."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as properties
from sqlalchemy import Connection, inspect

from dialer.bootstrap import Services, practice_network
from dialer.clock import FixedClock
from dialer.config import Settings, load_settings
from dialer.store.session import Database
from dialer.supervisor.stores import embedded_postgres, embedded_valkey
from dialer.wake import LocalWaker
from telephony.carrier import Carrier
from telephony.practice import PracticeCarrier
from tests.support.browser import Browser
from tests.support.builders import a_user
from tests.support.routes import KnownRule
from tests.support.stores import migrated
from webui import create_app

# The same examples in every run: a change is judged by what it changes, not by a draw of luck.
properties.register_profile("fixed", derandomize=True)
properties.load_profile("fixed")

# Nearly every test of the web makes an application of its own.
Flask.url_rule_class = KnownRule

NOON_IN_NEW_YORK = datetime(2026, 3, 12, 16, tzinfo=UTC)
"""A Thursday, 12:00 in the east and 9:00 in the west: calling hours in every zone of the mainland."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where two workers share the files, those that take long come first, or one would end alone with the last."""
    if hasattr(config, "workerinput"):
        sizes = Counter(item.path for item in items)
        seconds = {item.path: 0.0 for item in items}
        for item in items:
            if (asked := item.get_closest_marker("timeout")) is not None:
                seconds[item.path] = max(seconds[item.path], float(asked.args[0]))
        items.sort(key=lambda item: (-seconds[item.path], -sizes[item.path]))


@pytest.fixture(scope="session")
def store_folder() -> Iterator[Path]:
    """Not pytest's own folder: another run of pytest would close that to the account PostgreSQL runs under."""
    folder = Path(tempfile.mkdtemp(prefix="relist-tests-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def database_url(store_folder: Path) -> Iterator[str]:
    with embedded_postgres(store_folder, durable=False) as url:
        migrated(url)
        yield url


@pytest.fixture(scope="session")
def redis_url(store_folder: Path) -> Iterator[str]:
    with embedded_valkey(store_folder) as url:
        yield url


@pytest.fixture(scope="session")
def one_database(database_url: str) -> Database:
    """One for all tests, as each would have to learn anew how PostgreSQL and our statements are to be spoken to."""
    return Database(database_url)


@pytest.fixture(scope="session")
def emptying(one_database: Database) -> str:
    """Statements that empty every table. The replica role skips foreign keys and the triggers of append-only tables."""
    with one_database.transaction() as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    one_database.close()
    return "; ".join(["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{name}"' for name in names)])


@pytest.fixture
def db(one_database: Database, emptying: str) -> Iterator[Database]:
    """A migrated database without a row in it. No connection is older than the test, and none outlives it."""
    yield one_database
    with closing(one_database), one_database.transaction() as connection:
        connection.exec_driver_sql(emptying)


@pytest.fixture
def conn(db: Database) -> Iterator[Connection]:
    """A connection whose every statement is committed at once, so that whatever is under test sees it."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON_IN_NEW_YORK)


@pytest.fixture
def settings(tmp_path: Path, database_url: str, redis_url: str) -> Settings:
    return load_settings(
        {
            "RELIST_DATA_DIR": str(tmp_path),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "RELIST_SECRET_KEY": "for tests only, as long as it must be",
        }
    )


@pytest.fixture
def services(settings: Settings, db: Database, clock: FixedClock) -> Services:
    network = practice_network(settings, db)
    carriers: dict[str, Carrier] = {settings.carrier: PracticeCarrier(network, clock)}
    return Services(settings=settings, db=db, clock=clock, carriers=carriers, waker=LocalWaker(), network=network)


@pytest.fixture
def app(services: Services) -> Flask:
    made = create_app(services)
    made.testing = True
    return made


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser in which nobody is logged in."""
    return Browser(app)


@pytest.fixture
def owner(app: Flask, conn: Connection) -> Browser:
    return Browser(app).log_in(a_user(conn, role="owner"))


@pytest.fixture
def manager(app: Flask, conn: Connection) -> Browser:
    return Browser(app).log_in(a_user(conn, role="manager"))


@pytest.fixture
def agent(app: Flask, conn: Connection) -> Browser:
    return Browser(app).log_in(a_user(conn, role="agent"))
