"""The ledger that proves to a regulator what was dialed, when, and why it was allowed."""

from sqlalchemy import BigInteger, Column, Index, Table, Text, UniqueConstraint

from dialer.store.schema.base import json, metadata, moment, words

proof = Table(
    "proof",
    metadata,
    # Counted by us without gaps, so that a row that was taken out is missed.
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    words("key", default=None),  # dial:<attempt>:<version of its outcome>, text:<message>:<state>
    words("kind", default=None),  # dial, text
    moment("at", nullable=False),  # when it was dialed or written
    Column("campaign_id", BigInteger),
    json("body"),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("key"),
    Index("ix_proof_at", "at"),
    Index("ix_proof_campaign_id", "campaign_id", "at"),
)
"""Append-only by triggers. No column refers to another table, so no other row can take one of these with it."""
