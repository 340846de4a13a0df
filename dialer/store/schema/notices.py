"""What managers write to agents while these are in a session."""

from sqlalchemy import Index, Table, text

from dialer.store.schema.base import key, metadata, moment, ref, words

notice = Table(
    "notice",
    metadata,
    key(),
    ref("session_id", "session", cascade=True),
    ref("user_id", "user_account"),  # who wrote it
    words("body", default=None),
    moment("at", nullable=False),
    moment("seen_at"),
    Index("ix_notice_unseen", "session_id", "id", postgresql_where=text("seen_at IS NULL")),
)
