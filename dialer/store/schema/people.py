"""Accounts, and the log of everything that people changed."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, func, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

user_account = Table(
    "user_account",
    metadata,
    key(),
    words("email", default=None),
    words("name", default=None),
    words("role", default=None),  # owner, manager, agent
    words("password_hash", default=None),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    # Counted up at log-out everywhere, role change and password change: sessions with an older number end.
    Column("login_epoch", Integer, nullable=False, server_default=text("0")),
    json("preferences"),
    moment("created_at", nullable=False),
    moment("last_seen_at"),
)
Index("uq_user_account_email", func.lower(user_account.c.email), unique=True)

audit_log = Table(
    "audit_log",
    metadata,
    key(),
    moment("at", nullable=False),
    ref("user_id", "user_account", nullable=True),
    words("action", default=None),  # stable name such as campaign.changed
    words("entity"),
    words("entity_id"),
    json("detail"),
    Index("ix_audit_log_entity", "entity", "entity_id"),
)
"""Append-only: a trigger refuses UPDATE and DELETE (see the first migration)."""
