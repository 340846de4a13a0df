"""Which version of which list of numbers is in use, and what was answered about single numbers."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Table, UniqueConstraint, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

scrub_version = Table(
    "scrub_version",
    metadata,
    key(),
    words("list", default=None),  # national, a state's letters, litigator, wireless
    words("folder", default=None),  # where its bitmap lies, absolute
    json("area_codes", default="[]"),  # in the order in which they lie in the bitmap
    # Whether a number of an area code that is not in it is known not to be on the list.
    Column("whole", Boolean, nullable=False),
    Column("numbers", BigInteger, nullable=False),
    words("source_names"),
    words("source_sha256", default=None),
    Column("obtained_on", Date, nullable=False),  # when the data came from its source: what the law counts from
    moment("loaded_at", nullable=False),
    ref("loaded_by", "user_account", nullable=True),
    Column("base_id", BigInteger),  # the version to which a change list was applied
    moment("retired_at"),
    Index("uq_scrub_version_in_force", "list", unique=True, postgresql_where=text("retired_at IS NULL")),
)

reassigned_answer = Table(
    "reassigned_answer",
    metadata,
    key(),
    words("e164", default=None),
    Column("asked_for", Date, nullable=False),
    words("answer", default=None),  # yes, no, no data
    moment("loaded_at", nullable=False),
    ref("loaded_by", "user_account", nullable=True),
    UniqueConstraint("e164", "asked_for"),
)
"""Answers of the Reassigned Numbers Database, kept as proof that it was asked."""
