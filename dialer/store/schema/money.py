"""What calls and texts over real carriers cost."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from dialer.store.schema.base import metadata, moment, words

charge = Table(
    "charge",
    metadata,
    Column("key", Text, primary_key=True),  # the id of the call or text: one row for each
    words("carrier", default=None),
    moment("at", nullable=False),
    Column("reserved", BigInteger, nullable=False),  # millionths of a dollar, set aside before the request
    Column("per_minute", Integer, nullable=False),  # of a call, for counting it by its length once it is over
    Column("price", BigInteger),  # the carrier's final word
    moment("asked_at"),  # when the carrier was last asked for that
    Index("ix_charge_at", "at"),
)
