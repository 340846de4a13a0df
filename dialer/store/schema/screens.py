"""Screens on the wall that show the floor without a log-in."""

from sqlalchemy import Index, Table

from dialer.store.schema.base import key, metadata, moment, ref, words

screen = Table(
    "screen",
    metadata,
    key(),
    words("name", default=None),
    words("token_hash", default=None),  # the token itself is shown once and kept nowhere
    ref("user_id", "user_account"),  # who made it
    moment("created_at", nullable=False),
    moment("revoked_at"),
    Index("uq_screen_token_hash", "token_hash", unique=True),
)
