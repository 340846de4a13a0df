"""Managers on agents' calls: who hears whom, and is heard by whom."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from dialer.store.schema.base import key, metadata, moment, ref, words

listener = Table(
    "listener",
    metadata,
    key(),
    ref("session_id", "session", cascade=True),
    ref("user_id", "user_account"),
    words("mode", default=None),  # telephony.orders.Hearing
    words("state", default="dialing"),  # dialing, there, gone
    words("leg_kind", default="browser"),
    Column("call_id", Text, ForeignKey("call.id", ondelete="CASCADE"), nullable=False, unique=True),
    moment("since", nullable=False),
    moment("gone_at"),
    Index("uq_listener_user_here", "user_id", unique=True, postgresql_where=text("gone_at IS NULL")),
    Index("ix_listener_session_here", "session_id", postgresql_where=text("gone_at IS NULL")),
)
