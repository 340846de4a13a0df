"""How answers were judged to be a person's or a machine's, with the levels it was judged from."""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from dialer.store.schema.base import json, metadata, moment, words

screening = Table(
    "screening",
    metadata,
    Column("call_id", Text, ForeignKey("call.id", ondelete="CASCADE"), primary_key=True),
    moment("at", nullable=False),
    words("verdict", default=None),  # telephony.sip.screening.Verdict
    words("reason", default=None),
    Column("at_ms", Integer, nullable=False),  # from the 200 OK to the verdict
    json("parameters"),
    # One place for each poll of the meter: when, in ms from the 200 OK, and how loud it was.
    Column("times_ms", ARRAY(SmallInteger), nullable=False),
    Column("levels", ARRAY(SmallInteger), nullable=False),
    Index("ix_screening_at", "at"),
)
