"""Rows that keep the processes in step, and the practice network's memory."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

live_mark = Table(
    "live_mark",
    metadata,
    key(),
    words("entity", default=None),  # session, call, lead, campaign, import, message
    words("entity_id", default=None),
)
"""What changed and is not on the screens yet; the publisher takes the rows and sends each card as it then is."""

process_lease = Table(
    "process_lease",
    metadata,
    Column("name", Text, primary_key=True),
    words("holder", default=None),
    Column("epoch", BigInteger, nullable=False, server_default=text("1")),
    moment("expires_at", nullable=False),
    # Whether the holder saw the machine's clock being set so lately that nothing may begin by its hour.
    Column("clock_doubted", Boolean, nullable=False, server_default=text("false")),
)

carrier_state = Table(
    "carrier_state",
    metadata,
    Column("carrier", Text, primary_key=True),
    # What the account at the carrier cannot do and what to do about it; empty while all is well.
    words("problem"),
    Column("dials", Boolean, nullable=False, server_default=text("true")),
)

practice_page = Table(
    "practice_page",
    metadata,
    Column("key", Text, primary_key=True),
    json("page"),
)

practice_due = Table(
    "practice_due",
    metadata,
    key(),
    words("key", default=None),
    moment("due_at", nullable=False),
    json("body"),
    Index("ix_practice_due_due_at", "due_at", "id"),
    Index("ix_practice_due_key", "key"),
)

robot_seat = Table(
    "robot_seat",
    metadata,
    key(),
    ref("user_id", "user_account"),
    json("habits"),  # how this practice agent talks, disposes and pauses
)
"""Practice agents of the demonstration: who they are and how they work."""
