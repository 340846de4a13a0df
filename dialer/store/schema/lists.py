"""Saved lists of leads, and what was done to many leads at once."""

from sqlalchemy import Index, Table, UniqueConstraint

from dialer.store.schema.base import json, key, metadata, moment, ref, words

lead_list = Table(
    "lead_list",
    metadata,
    key(),
    ref("user_id", "user_account"),
    words("name", default=None),
    json("query"),  # the filters of the list of leads, as its address has them
    moment("created_at", nullable=False),
    UniqueConstraint("user_id", "name"),
)

lead_batch = Table(
    "lead_batch",
    metadata,
    key(),
    ref("user_id", "user_account"),
    words("action", default=None),  # hold, release, enroll
    json("detail"),
    json("before", default="[]"),  # what undoing puts back: [lead, status, hold reason], or leads that were taken in
    moment("at", nullable=False),
    moment("undone_at"),
    Index("ix_lead_batch_user_id", "user_id", "id"),
)
