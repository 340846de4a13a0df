"""Runs migrations, one process at a time, each in a transaction of its own."""

from alembic import context
from sqlalchemy import create_engine, pool, text
from sqlalchemy.engine import Connection

from dialer.config import environment, load_settings
from dialer.store.schema import metadata

# Any number that nothing else in this database locks with.
MIGRATION_LOCK = 7_391_125


def database_url() -> str:
    """The caller's address (`dialer.supervisor.migrations`), else that of the environment."""
    given = context.config.get_main_option("sqlalchemy.url")
    found = given or load_settings(environment()).database_url
    if found is None:
        raise SystemExit("Set DATABASE_URL, or run `relist migrate`, which knows the embedded PostgreSQL.")
    return found


def migrate(connection: Connection) -> None:
    """Bring the database of `connection` to the wanted revision."""
    # Release commands of several machines may start at the same time; the later ones find nothing to do.
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    context.configure(
        connection=connection, target_metadata=metadata, transaction_per_migration=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Migrate over a connection of our own, which gives the lock back when it closes."""
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        migrate(connection)
    engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database to look at; `--sql` is not supported.")
run()
