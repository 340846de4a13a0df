"""Reasons never to contact somebody, and permissions to do so, both with their proof."""

from sqlalchemy import Index, Table, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

suppression = Table(
    "suppression",
    metadata,
    key(),
    words("scope", default=None),  # number, lead, household, organisation
    words("e164", nullable=True),
    ref("lead_id", "lead", nullable=True),
    words("subject"),  # of a household or organisation: store.subjects' key, a hash
    json("channels", default='["call", "text", "email", "mail"]'),
    words("reason", default=None),
    words("source", default=None),  # agent, text, import, manual, carrier
    moment("created_at", nullable=False),
    ref("created_by", "user_account", nullable=True),
    words("call_id", nullable=True),
    words("message_id", nullable=True),
    moment("removed_at"),
    ref("removed_by", "user_account", nullable=True),
    words("removed_because"),
    Index("ix_suppression_e164", "e164", postgresql_where=text("removed_at IS NULL")),
    Index("ix_suppression_lead_id", "lead_id", postgresql_where=text("removed_at IS NULL")),
    Index("ix_suppression_subject", "subject", postgresql_where=text("removed_at IS NULL AND subject <> ''")),
    # The same list imported twice changes nothing; the same wish for other channels is another wish.
    Index(
        "uq_suppression_in_force",
        text("coalesce(e164, '')"),
        text("coalesce(lead_id, 0)"),
        "subject",
        "reason",
        "source",
        "channels",
        unique=True,
        postgresql_where=text("removed_at IS NULL"),
    ),
)

consent = Table(
    "consent",
    metadata,
    key(),
    words("kind", default=None),  # written, oral, ebr
    words("e164", nullable=True),
    ref("lead_id", "lead", nullable=True),
    words("brokerage"),
    words("proof"),
    moment("since", nullable=False),
    moment("until"),
    ref("recorded_by", "user_account", nullable=True),
    moment("revoked_at"),
    Index("ix_consent_e164", "e164"),
    Index("ix_consent_lead_id", "lead_id"),
)
