"""Saved lists of leads, what was done to many leads at once, and leads that became one."""

from sqlalchemy import Index, Table, UniqueConstraint, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

lead_list = Table(
    "lead_list",
    metadata,
    key(),
    ref("user_id", "user_account"),
    words("name", default=None),
    json("query"),  # the filters of the list of leads, as its address has them
    moment("created_at", nullable=False),
    ref("campaign_id", "campaign", nullable=True),  # that takes in the leads of this list by itself
    moment("fed_at"),
    UniqueConstraint("user_id", "name"),
    Index("ix_lead_list_feeding", "fed_at", postgresql_where=text("campaign_id IS NOT NULL")),
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

lead_merge = Table(
    "lead_merge",
    metadata,
    key(),
    ref("kept_id", "lead", cascade=True),
    ref("gone_id", "lead", cascade=True),
    ref("user_id", "user_account"),
    moment("at", nullable=False),
    json("detail"),  # what undoing puts back, as store.lead_merging writes it; empty once a person's data was erased
    moment("undone_at"),
    ref("undone_by", "user_account", nullable=True),
    Index("ix_lead_merge_kept_id", "kept_id"),
    Index("ix_lead_merge_gone_id", "gone_id"),
)

leads_apart = Table(
    "leads_apart",
    metadata,
    key(),
    ref("lead_id", "lead", cascade=True),  # the lower id of the two
    ref("other_id", "lead", cascade=True),
    ref("user_id", "user_account"),
    moment("at", nullable=False),
    UniqueConstraint("lead_id", "other_id"),
)
"""Two leads that look alike and are not the same household, as somebody said."""
