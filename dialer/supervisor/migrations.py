"""Brings a database to the schema that this version of Relist needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool

PROJECT = Path(__file__).resolve().parents[2]


def upgrade(database_url: str, revision: str = "head") -> None:
    """Run what is missing up to `revision`. Several processes may do so at once."""
    command.upgrade(_config(database_url), revision)


def pending(database_url: str) -> bool:
    """Whether the database at `database_url` lacks migrations; raises SQLAlchemyError if it cannot be reached."""
    engine = create_engine(database_url, poolclass=pool.NullPool)
    try:
        with engine.connect() as connection:
            present = set(MigrationContext.configure(connection).get_current_heads())
    finally:
        engine.dispose()
    return present != set(ScriptDirectory.from_config(_config(database_url)).get_heads())


def _config(database_url: str) -> Config:
    config = Config(PROJECT / "alembic.ini")
    # The file's syntax gives the percent sign a meaning, which passwords and socket paths must not have.
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config
