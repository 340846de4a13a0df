"""Recordings of conversations and of messages that callers left: where they lie, for how long, and who is on them."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

recording = Table(
    "recording",
    metadata,
    key(),
    Column("call_id", Text, ForeignKey("call.id", ondelete="CASCADE"), nullable=False),
    ref("lead_id", "lead", nullable=True),
    words("kind", default=None),  # conversation, message
    # wanted (the order was written), ready (the carrier has it), kept (we have it), lost, deleted
    words("state", default="wanted"),
    words("carrier", default=None),
    words("carrier_recording_id", nullable=True),
    Column("announced", Boolean, nullable=False, server_default=text("false")),
    Column("seconds", Float),
    # it ended before the conversation did, because it could not be written any further
    Column("is_cut", Boolean, nullable=False, server_default=text("false")),
    json("peaks", default="[]"),  # core.waveform: one list of loudnesses per channel
    moment("at", nullable=False),
    moment("fetch_at"),  # when it is fetched next, while it is ready
    Column("tries", Integer, nullable=False, server_default=text("0")),
    moment("delete_at", nullable=False),
    UniqueConstraint("call_id", "kind"),
    Index("ix_recording_lead_id", "lead_id"),
    Index("ix_recording_fetch_at", "fetch_at", postgresql_where=text("state = 'ready'")),
    Index("ix_recording_delete_at", "delete_at", postgresql_where=text("state IN ('ready', 'kept')")),
)
