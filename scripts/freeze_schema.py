"""Writes the tables as they are in `dialer.store.schema` as the SQL of the first migration.

Used until the first release; afterwards a change is a migration of its own, and this file goes.
"""

from pathlib import Path

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from dialer.store.schema import metadata

TARGET = Path(__file__).parent.parent / "alembic" / "versions" / "0001_first.sql"

# What was done cannot be rewritten by a person: not even by a mistake of ours.
APPEND_ONLY = ("audit_log", "proof", "rule_override")

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this log is append-only';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def main() -> None:
    dialect = postgresql.dialect()
    parts = []
    for table in metadata.sorted_tables:
        parts.append(str(CreateTable(table).compile(dialect=dialect)).strip() + ";")
        for index in sorted(table.indexes, key=lambda i: i.name or ""):
            parts.append(str(CreateIndex(index).compile(dialect=dialect)).strip() + ";")
    lines = [line.rstrip().replace("\t", "    ") for line in "\n\n".join(parts).splitlines()]
    triggers = "".join(TRIGGERS.format(table=table) for table in APPEND_ONLY)
    TARGET.write_text("\n".join(lines) + "\n" + REFUSE_CHANGE + triggers)


main()
