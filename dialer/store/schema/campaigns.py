"""Campaigns, what they say and do, and each lead's place in them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from dialer.store.schema.base import json, key, metadata, moment, ref, words

campaign = Table(
    "campaign",
    metadata,
    key(),
    words("name", default=None),
    words("status", default="running"),  # running, paused, archived
    json("settings"),  # core.campaigns.CampaignSettings
    json("lead_filter"),  # core.leads.LeadFilter
    ref("sequence_id", "sequence", nullable=True),
    ref("script_id", "script", nullable=True),
    moment("created_at", nullable=False),
    words("halted_because"),  # set by the machine, shown on the board; empty while all is well
    # What keeps the pacer from opening one line more: a word of core.pacing.Limit with its sentence.
    words("limited_by"),
    words("limited_sentence"),
    Column("version", BigInteger, nullable=False, server_default=text("1")),
    # Counts changes made by people; `version` also counts those that the machine makes while it dials.
    Column("edits", BigInteger, nullable=False, server_default=text("1")),
    UniqueConstraint("name"),
)

caller_id = Table(
    "caller_id",
    metadata,
    key(),
    words("e164", default=None),
    words("label"),
    ref("campaign_id", "campaign", nullable=True),  # NULL: any campaign may show it
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("daily_limit", Integer, nullable=False, server_default=text("100")),
    # Counted when a line is opened: reading the day's calls for every claim would cost more with each of them.
    Column("dials_on", Date),
    Column("dials", Integer, nullable=False, server_default=text("0")),
    json("health"),  # core.number_health: the state with its reasons and the figures behind it
    Column("warm_from", Date),  # the first day of its warm-up; NULL for a number that was in use before
    moment("rest_until"),  # not shown before that; the figures of its health begin anew then
    UniqueConstraint("e164"),
)

sequence = Table(
    "sequence",
    metadata,
    key(),
    words("name", default=None),
    json("steps", default="[]"),  # core.sequences.Step as JSON
    Column("version", Integer, nullable=False, server_default=text("1")),
    moment("updated_at", nullable=False),
    UniqueConstraint("name"),
)

template = Table(
    "template",
    metadata,
    key(),
    words("name", default=None),
    words("kind", default="text"),  # text, email, letter, door_hanger
    words("subject"),
    words("body", default=None),
    moment("updated_at", nullable=False),
    UniqueConstraint("name"),
)

script = Table(
    "script",
    metadata,
    key(),
    words("name", default=None),
    json("body"),  # {"steps": [...], "objections": [...]}
    moment("updated_at", nullable=False),
    UniqueConstraint("name"),
)

disposition = Table(
    "disposition",
    metadata,
    key(),
    words("name", default=None),  # stable key such as not_interested
    words("label", default=None),
    words("key"),  # the number key that gives it, 1 to 9
    json("flags"),  # core.dispositions.Flags
    Column("position", Integer, nullable=False, server_default=text("0")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("name"),
)

enrollment = Table(
    "enrollment",
    metadata,
    key(),
    ref("campaign_id", "campaign"),
    ref("lead_id", "lead", cascade=True),
    # waiting: its time has not come (next_call_at says when, NULL when no call is planned); ready: may be called as
    # soon as its hours are open; claimed: on a line or in an agent's wrap-up; held: a rule said no without saying until
    # when; stopped: the sequence is over.
    words("state", default="ready"),
    moment("next_call_at"),
    ref("phone_id", "phone", nullable=True),  # the number to call next
    words("hours_key"),  # core.compliance.hours_key of lead and number: equal keys have equal legal hours
    Column("priority", SmallInteger, nullable=False, server_default=text("5")),  # core.picking.Priority
    Column("expired_on", Date),
    # How far the lead has come, for the funnel: 0 loaded, 1 dialed, 2 a person answered, 3 contact, 4 appointment.
    Column("reached", SmallInteger, nullable=False, server_default=text("0")),
    Column("position", Integer, nullable=False, server_default=text("0")),  # step of the sequence
    Column("tries", Integer, nullable=False, server_default=text("0")),  # counted attempts at this step
    Column("quick", Integer, nullable=False, server_default=text("0")),  # repeats at this step that did not count
    moment("paused_at"),  # a reply paused the sequence
    words("stop_reason"),
    ref("promised_agent_id", "user_account", nullable=True),
    moment("promised_at"),
    json("refusals", default="[]"),  # why the last judgement said no: [{code, rule_id, sentence}]
    # The code of the first of them, empty where there is none: what the list of leads asks for.
    Column("refusal", Text, Computed("coalesce(refusals -> 0 ->> 'code', '')", persisted=True), nullable=False),
    moment("refused_at"),
    moment("enrolled_at", nullable=False),
    Column("version", BigInteger, nullable=False, server_default=text("1")),
    UniqueConstraint("campaign_id", "lead_id"),
    # The queue itself, in the stated order, one range per set of legal hours.
    Index(
        "ix_enrollment_queue",
        "campaign_id",
        "hours_key",
        "priority",
        text("expired_on DESC NULLS LAST"),
        "id",
        postgresql_where=text("state = 'ready'"),
    ),
    Index("ix_enrollment_due", "next_call_at", postgresql_where=text("state IN ('waiting', 'held')")),
    Index("ix_enrollment_promised", "promised_at", postgresql_where=text("promised_at IS NOT NULL")),
    Index("ix_enrollment_lead_id", "lead_id"),
    Index("ix_enrollment_state", "campaign_id", "state"),
    # Both hold the lead, so that thousands of matches are found without a look into the table.
    Index("ix_enrollment_reached", "campaign_id", "reached", postgresql_include=["lead_id"]),
    Index(
        "ix_enrollment_refusal",
        "refusal",
        "campaign_id",
        postgresql_include=["lead_id"],
        postgresql_where=text("refusal <> ''"),
    ),
)

touch = Table(
    "touch",
    metadata,
    key(),
    ref("enrollment_id", "enrollment", cascade=True),
    ref("lead_id", "lead", cascade=True),
    ref("campaign_id", "campaign"),
    words("key", default=None),  # one effect per key: enrollment, step, cause
    Column("step", Integer, nullable=False),
    words("channel", default=None),  # call, text, email, letter, door_hanger, task
    words("purpose", default="sequence"),  # sequence, apology, missed, callback, manual
    words("label"),
    words("state", default="planned"),  # planned, done, refused, cancelled, failed
    moment("due_at", nullable=False),
    moment("done_at"),
    ref("done_by", "user_account", nullable=True),
    ref("agent_id", "user_account", nullable=True),  # whose list a task is on
    ref("template_id", "template", nullable=True),
    Column("attempt_id", BigInteger),
    words("message_id", nullable=True),
    words("reason"),  # why refused, cancelled or failed
    json("detail"),
    UniqueConstraint("key"),
    Index("ix_touch_due", "due_at", postgresql_where=text("state = 'planned'")),
    Index("ix_touch_lead_id", "lead_id", "due_at"),
)
"""Every contact made or planned with a lead, on any channel: the timeline."""
