"""Recorded messages that agents leave on answering machines."""

from sqlalchemy import Column, Float, Index, Integer, Table, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

voicemail = Table(
    "voicemail",
    metadata,
    key(),
    ref("campaign_id", "campaign", cascade=True),
    # Left from this attempt at a lead on, until a message of a later one takes its place.
    Column("from_attempt", Integer, nullable=False),
    words("label"),
    Column("seconds", Float, nullable=False),
    json("peaks", default="[]"),  # core.waveform
    moment("made_at", nullable=False),
    ref("made_by", "user_account", nullable=True),
    moment("retired_at"),  # replaced or taken away; its file stays for the calls that are just about to play it
    Index(
        "uq_voicemail_attempt",
        "campaign_id",
        "from_attempt",
        unique=True,
        postgresql_where=text("retired_at IS NULL"),
    ),
)
