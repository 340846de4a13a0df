"""What operators change in the rules, and what authorities declare."""

from sqlalchemy import BigInteger, Column, Index, Table

from dialer.store.schema.base import json, key, metadata, moment, ref, words

rule_override = Table(
    "rule_override",
    metadata,
    key(),
    moment("at", nullable=False),
    ref("user_id", "user_account", nullable=True),  # NULL: the operator of the machine
    words("jurisdiction", default=None),
    words("parameter", default=None),
    json("channels", default="[]"),
    json("value"),
    words("effect", default=None),  # tightens, loosens
    words("reason"),
    Column("withdraws", BigInteger),  # the override that this row takes out of force
)
"""Append-only: what an operator set, and what an operator took back."""

emergency = Table(
    "emergency",
    metadata,
    key(),
    words("state", default=None),
    moment("since", nullable=False),
    moment("until"),
    words("source"),  # where it was declared
    ref("entered_by", "user_account", nullable=True),
    Index("ix_emergency_state", "state"),
)
"""Declared emergencies, during which some states ban solicitation."""
