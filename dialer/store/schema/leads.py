"""Leads and what is known about them, and the files they came from."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, Table, Text, UniqueConstraint, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

lead_import = Table(
    "lead_import",
    metadata,
    key(),
    moment("created_at", nullable=False),
    ref("user_id", "user_account", nullable=True),
    ref("campaign_id", "campaign", nullable=True),
    words("filename", default=None),
    words("file_sha256", default=None),
    words("path"),  # where the stored file lies under the data folder
    words("source"),
    words("state", default="preview"),  # preview, queued, running, done, failed, undone
    json("mapping"),
    words("date_order", nullable=True),
    Column("rows_total", Integer, nullable=False, server_default=text("0")),
    Column("rows_done", Integer, nullable=False, server_default=text("0")),
    json("counts"),
    words("error"),
    moment("finished_at"),
    moment("undone_at"),
)

import_mapping = Table(
    "import_mapping",
    metadata,
    Column("header_signature", Text, primary_key=True),
    words("source"),
    json("mapping"),
    moment("updated_at", nullable=False),
)
"""The mapping a user settled on, remembered per header line."""

import_reject = Table(
    "import_reject",
    metadata,
    key(),
    ref("import_id", "lead_import", cascade=True),
    Column("row_number", Integer, nullable=False),
    words("column_name"),
    words("value"),
    words("code", default=None),
    words("sentence"),
    Column("whole_row", Boolean, nullable=False, server_default=text("true")),
    Index("ix_import_reject_import_id", "import_id", "row_number"),
)

EXPIRY = "coalesce(expired_on, DATE '0001-01-01')"
"""The day of expiry as the list orders it: unknown ones last among the newest first."""

LEAD_WORDS = "to_tsvector('simple', name || ' ' || street || ' ' || city || ' ' || zip)"
"""What a search among leads looks at; queries must repeat it word for word to use the index."""

HOUSE = "split_part(address_key, '|', 1)"
"""Number and street in the one spelling that the key has, without unit and place."""

PERSON_WORDS = "to_tsvector('simple', full_name)"

import_change = Table(
    "import_change",
    metadata,
    key(),
    ref("import_id", "lead_import", cascade=True),
    ref("lead_id", "lead", cascade=True),
    json("before"),  # the changed columns of the lead as they were, and the ids of what was added to it
    UniqueConstraint("import_id", "lead_id"),
)
"""What an import changed on leads that were there before, so that it can be undone."""

lead = Table(
    "lead",
    metadata,
    key(),
    ref("import_id", "lead_import", nullable=True),
    Column("row_number", Integer),
    moment("created_at", nullable=False),
    words("name"),
    words("status", default="open"),  # open, held, closed
    words("hold_reason"),
    words("source"),
    words("listing_status", default="unknown"),
    words("street"),
    words("unit"),
    words("city"),
    words("state"),
    words("zip"),
    words("county"),
    words("mailing_state"),
    words("mailing_zip"),
    json("mailing"),
    # NULL where unknown: unique only among the known.
    words("apn_key", nullable=True),
    words("address_key", nullable=True),
    words("mls_key", nullable=True),
    Column("expired_on", Date),
    Column("listed_on", Date),
    Column("list_price_cents", BigInteger),
    Column("days_on_market", Integer),
    json("facts"),  # beds, baths, sqft, year_built, agent, office, remarks, original price, times listed
    Column("litigator", Boolean, nullable=False, server_default=text("false")),
    Column("do_not_mail", Boolean, nullable=False, server_default=text("false")),
    Column("owner_is_agent", Boolean, nullable=False, server_default=text("false")),
    Column("relisted", Boolean, nullable=False, server_default=text("false")),
    json("raw"),
    ref("last_agent_id", "user_account", nullable=True),
    moment("last_reached_at"),
    # Whether there is an attempt at the lead, in whatever campaign.
    Column("tried", Boolean, nullable=False, server_default=text("false")),
    # The lead that took over everything of this one; such a lead is nowhere in the lists and has no number any more.
    ref("merged_into", "lead", nullable=True),
    Column("version", BigInteger, nullable=False, server_default=text("1")),
    Index("uq_lead_apn_key", "apn_key", unique=True, postgresql_where=text("apn_key IS NOT NULL")),
    Index("uq_lead_address_key", "address_key", unique=True, postgresql_where=text("address_key IS NOT NULL")),
    Index("uq_lead_mls_key", "mls_key", unique=True, postgresql_where=text("mls_key IS NOT NULL")),
    # The list's orders, each ending in the id so that pages neither repeat nor skip a lead.
    Index("ix_lead_by_expiry", text(EXPIRY), "id"),
    Index("ix_lead_by_source", "source", text(EXPIRY), "id"),
    Index("ix_lead_by_state", "state", text(EXPIRY), "id"),
    Index("ix_lead_by_listing_status", "listing_status", text(EXPIRY), "id"),
    # By name a filter may pass over most leads before it meets the first, so that it is asked of the index alone. Of a
    # partial index the planner takes no statistics.
    Index(
        "ix_lead_by_name",
        text("lower(name)"),
        "id",
        postgresql_include=["name", "listing_status", "status", "source", "state", "merged_into"],
    ),
    # Everything that thousands of leads found by a search are narrowed down and sorted by.
    Index(
        "ix_lead_live",
        "id",
        postgresql_include=["expired_on", "status", "listing_status", "source", "state", "name"],
        postgresql_where=text("merged_into IS NULL"),
    ),
    # Few within bounds, or none at all, are found without reading every lead.
    Index("ix_lead_by_price", "list_price_cents", "id", postgresql_where=text("merged_into IS NULL")),
    Index("ix_lead_by_days", "days_on_market", "id", postgresql_where=text("merged_into IS NULL")),
    Index("ix_lead_untried", "id", postgresql_where=text("NOT tried AND merged_into IS NULL")),
    Index("ix_lead_import_id", "import_id"),
    Index("ix_lead_not_open", "status", "id", postgresql_where=text("status <> 'open'")),
    # Not of the leads with an address alone: of a partial index the planner takes no statistics, and without knowing
    # how few leads share a house it reads them all.
    Index("ix_lead_by_house", text(HOUSE)),
    Index("ix_lead_merged_into", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
    Index("ix_lead_words", text(LEAD_WORDS), postgresql_using="gin"),
)

person = Table(
    "person",
    metadata,
    key(),
    ref("lead_id", "lead", cascade=True),
    words("first"),
    words("last"),
    words("full_name", default=None),
    words("role"),
    Column("rank", Integer, nullable=False, server_default=text("0")),
    Index("ix_person_lead_id", "lead_id"),
    Index("ix_person_words", text(PERSON_WORDS), postgresql_using="gin"),
)

phone = Table(
    "phone",
    metadata,
    key(),
    ref("lead_id", "lead", cascade=True),
    words("e164", default=None),
    words("extension"),
    words("kind", default="unknown"),  # mobile, landline, unknown
    words("role"),
    Column("rank", Integer, nullable=False, server_default=text("0")),
    words("status", default="ok"),  # ok, bad
    Column("vendor_dnc", Boolean, nullable=False, server_default=text("false")),
    # States of the whole number, kept with it because every decision about the number asks for them.
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    moment("last_attempt_at"),
    words("last_ending"),
    moment("rest_until"),
    moment("reached_at"),
    UniqueConstraint("lead_id", "e164"),
    Index("ix_phone_e164", "e164"),
)

email = Table(
    "email",
    metadata,
    key(),
    ref("lead_id", "lead", cascade=True),
    words("address", default=None),
    Column("rank", Integer, nullable=False, server_default=text("0")),
    words("status", default="ok"),
    UniqueConstraint("lead_id", "address"),
)

listing_event = Table(
    "listing_event",
    metadata,
    key(),
    ref("lead_id", "lead", cascade=True),
    Column("on_date", Date),
    words("kind", default=None),  # listed, price_cut, expired, cancelled, withdrawn, relisted
    Column("price_cents", BigInteger),
    words("agent"),
    words("detail"),
    Index("ix_listing_event_lead_id", "lead_id", "on_date"),
)

note = Table(
    "note",
    metadata,
    key(),
    ref("lead_id", "lead", cascade=True),
    ref("user_id", "user_account", nullable=True),
    Column("attempt_id", BigInteger),
    words("body", default=None),
    moment("created_at", nullable=False),
    moment("updated_at", nullable=False),
    Index("ix_note_lead_id", "lead_id"),
)
