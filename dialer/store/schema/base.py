"""What every table shares: names for constraints, and the column shapes used again and again."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Identity, MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[int]:
    return Column("id", BigInteger, Identity(), primary_key=True)


def ref(name: str, target: str, *, nullable: bool = False, cascade: bool = False) -> Column[int]:
    """A reference to another table's `id`."""
    rule = "CASCADE" if cascade else None
    return Column(name, BigInteger, ForeignKey(f"{target}.id", ondelete=rule), nullable=nullable)


def moment(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def words(name: str, *, nullable: bool = False, default: str | None = "") -> Column[str]:
    """Text that is empty rather than unknown, unless said otherwise."""
    server_default = None if nullable or default is None else text(f"'{default}'")
    return Column(name, Text, nullable=nullable, server_default=server_default)


def json(name: str, *, default: str = "{}") -> Column[Any]:
    return Column(name, JSONB, nullable=False, server_default=text(f"'{default}'::jsonb"))
