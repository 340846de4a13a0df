"""Calls handed over, and to whom an office hands them over."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from dialer.store.schema.base import key, metadata, moment, ref, words

transfer = Table(
    "transfer",
    metadata,
    key(),
    Column("call_id", Text, ForeignKey("call.id", ondelete="CASCADE"), nullable=False),  # the lead's
    ref("from_session_id", "session", cascade=True),
    words("from_leg_id", default=None),
    words("way", default=None),  # dialer.core.transfers.Way
    words("state", default=None),  # dialer.core.transfers.State
    ref("to_session_id", "session", nullable=True, cascade=True),  # a colleague with a session
    words("to_name", default=None),
    words("to_number"),  # of somebody outside, else empty
    words("leg_call_id", default=None),  # the third party's own leg
    words("note"),
    moment("at", nullable=False),
    moment("handed_over_at"),
    moment("over_at"),
    words("result"),  # a key of dialer.core.transfers.RESULTS, empty while it is open
    words("reason"),  # why nobody was reached, in words
    # One person is handed over once at a time, and a colleague gets one person.
    Index("uq_transfer_call_open", "call_id", unique=True, postgresql_where=text("over_at IS NULL")),
    Index("uq_transfer_colleague_open", "to_session_id", unique=True, postgresql_where=text("over_at IS NULL")),
    Index("ix_transfer_call_id", "call_id"),
    Index("ix_transfer_from_session_id", "from_session_id"),
    Index("ix_transfer_leg_open", "leg_call_id", postgresql_where=text("over_at IS NULL")),
)

transfer_contact = Table(
    "transfer_contact",
    metadata,
    key(),
    words("name", default=None),
    words("about"),
    words("e164", default=None),
    Index("uq_transfer_contact_e164", "e164", unique=True),
)
