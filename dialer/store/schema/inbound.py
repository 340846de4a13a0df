"""Calls that came to us, and to which agent each is offered."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from dialer.store.schema.base import json, metadata, moment, ref, words

inbound_call = Table(
    "inbound_call",
    metadata,
    Column("call_id", Text, ForeignKey("call.id", ondelete="CASCADE"), primary_key=True),
    # Whose number it is; all empty for somebody whom we do not know.
    ref("lead_id", "lead", nullable=True, cascade=True),
    ref("phone_id", "phone", nullable=True, cascade=True),
    ref("enrollment_id", "enrollment", nullable=True, cascade=True),
    moment("at", nullable=False),
    words("state", default="offered"),  # offered, taken, message, over
    ref("offered_to", "session", nullable=True),
    moment("offered_until"),
    json("tried", default="[]"),  # sessions that declined or let their time pass
    ref("taken_by", "user_account", nullable=True),
    moment("closed_at"),
    moment("handled_at"),  # somebody has dealt with an unknown caller, or with the message that was left
    ref("handled_by", "user_account", nullable=True),
    Index("ix_inbound_call_open", "at", postgresql_where=text("closed_at IS NULL")),
    Index("ix_inbound_call_unhandled", "at", postgresql_where=text("handled_at IS NULL")),
    Index("ix_inbound_call_lead_id", "lead_id", "at"),
    Index("ix_inbound_call_offered_to", "offered_to", postgresql_where=text("closed_at IS NULL")),
)
