"""Sessions, attempts, calls, texts, and the promises made to carriers."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text, UniqueConstraint, text

from dialer.store.schema.base import json, key, metadata, moment, ref, words

session = Table(
    "session",
    metadata,
    key(),
    ref("agent_id", "user_account"),
    ref("campaign_id", "campaign"),
    # starting (leg not up yet), ready, talking, wrap_up, paused, ended
    words("state", default="starting"),
    moment("state_since", nullable=False),
    words("pause_reason"),
    # What to do when the running call and its wrap-up are over: nothing, pause, end.
    words("then", default=""),
    moment("started_at", nullable=False),
    moment("ends_at", nullable=False),
    moment("ended_at"),
    words("end_reason"),
    Column("lines", Float, nullable=False),
    json("goals"),
    words("leg_call_id", nullable=True),
    words("leg_state", default="down"),  # down, dialing, up
    words("leg_kind", default="browser"),
    words("leg_address"),
    moment("leg_good_until"),  # later calls might outlast the agent's leg, which is dialed anew before them
    words("current_call_id", nullable=True),  # the lead's leg this agent has, or had last until the wrap-up is over
    moment("wrap_up_until"),
    moment("typing_until"),  # wrap-up waits while the agent types
    Column("on_hold", Boolean, nullable=False, server_default=text("false")),
    Column("muted", Boolean, nullable=False, server_default=text("false")),
    # How often the agent became free; spreads fractional lines per agent over the turns.
    Column("rounds", Integer, nullable=False, server_default=text("0")),
    # Time spent ready with nobody on the line, up to the beginning of the present state.
    Column("waiting_seconds", Float, nullable=False, server_default=text("0")),
    words("tab"),  # the browser tab that holds the session
    moment("seen_at", nullable=False),  # last sign of life of that tab
    Column("version", BigInteger, nullable=False, server_default=text("1")),
    Index("uq_session_agent_open", "agent_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    Index("ix_session_agent_id", "agent_id", "id"),
    Index("ix_session_campaign_open", "campaign_id", postgresql_where=text("ended_at IS NULL")),
)

attempt = Table(
    "attempt",
    metadata,
    key(),
    ref("lead_id", "lead", cascade=True),
    ref("phone_id", "phone"),
    ref("campaign_id", "campaign"),
    ref("enrollment_id", "enrollment"),
    ref("session_id", "session"),
    ref("agent_id", "user_account", nullable=True),  # who talked, or for whom the line was opened
    words("e164", default=None),
    words("call_id", default=None),
    Column("step", Integer, nullable=False, server_default=text("0")),
    moment("opened_at", nullable=False),
    moment("answered_at"),
    moment("ended_at"),
    # Open until its effects on the lead are settled: the call is over and, where an agent talked, disposed of.
    Column("open", Boolean, nullable=False, server_default=text("true")),
    # Nobody has tried the lead since: the list of leads is ordered by these.
    Column("latest", Boolean, nullable=False, server_default=text("true")),
    Column("counts", Boolean, nullable=False, server_default=text("true")),  # false: cancelled for a sibling
    Column("human", Boolean, nullable=False, server_default=text("false")),  # a person answered
    Column("abandoned", Boolean, nullable=False, server_default=text("false")),
    words("ending"),  # endings.EndingKind
    words("ending_sentence"),
    words("disposition"),  # disposition.name, empty while none
    moment("disposed_at"),
    ref("disposed_by", "user_account", nullable=True),
    words("outcome"),  # core.outcomes.OutcomeKind, computed from both
    json("answer"),  # what came with the disposition: callback_at, appointment_at, note
    # The person called us: nobody was dialed, so it is in no count of dials and no ratio of abandoned calls.
    Column("inbound", Boolean, nullable=False, server_default=text("false")),
    Column("talk_seconds", Float),
    Column("connect_ms", Integer),  # from the answer to the agent's ear
    Column("outcome_version", Integer, nullable=False, server_default=text("0")),
    json("before"),  # lead, number and enrollment as they were before its effects, for a correction
    json("rule_ids", default="[]"),  # the rules that allowed it
    Index("uq_attempt_lead_open", "lead_id", unique=True, postgresql_where=text("open")),
    Index("uq_attempt_number_open", "e164", unique=True, postgresql_where=text("open")),
    Index("ix_attempt_lead_id", "lead_id", "opened_at"),
    Index("ix_attempt_e164", "e164", "opened_at"),
    Index("ix_attempt_campaign_opened", "campaign_id", "opened_at"),
    Index("ix_attempt_session_id", "session_id"),
    Index("ix_attempt_opened_at", "opened_at", "id"),
    Index("ix_attempt_latest", "opened_at", "id", postgresql_where=text("latest")),
    Index(
        "ix_attempt_latest_of_lead",
        "lead_id",
        postgresql_include=["opened_at", "id"],
        postgresql_where=text("latest"),
    ),
    Index("ix_attempt_answered", "campaign_id", "answered_at", postgresql_where=text("answered_at IS NOT NULL")),
    UniqueConstraint("call_id"),
)

call = Table(
    "call",
    metadata,
    Column("id", Text, primary_key=True),
    words("role", default=None),  # lead, agent_leg
    ref("session_id", "session", nullable=True),
    Column("attempt_id", BigInteger),
    ref("campaign_id", "campaign", nullable=True),
    words("carrier", default=None),
    words("e164"),
    words("caller_id"),
    words("state", default=None),
    words("carrier_call_id", nullable=True),
    json("record"),  # telephony.call.Call as JSON: milestones, ending, reasons
    moment("planned_at", nullable=False),
    moment("rang_at"),
    moment("answered_at"),
    moment("deadline_at"),
    moment("cut_at"),  # skipped by the agent: cut then if it still rings, when it has rung as long as the law wants
    moment("ended_at"),
    ref("agent_session_id", "session", nullable=True),  # whose agent it was given to
    Column("version", BigInteger, nullable=False, server_default=text("1")),
    Index("ix_call_open", "session_id", postgresql_where=text("ended_at IS NULL")),
    Index("ix_call_agent_session_id", "agent_session_id", postgresql_where=text("agent_session_id IS NOT NULL")),
    Index("ix_call_deadline", "deadline_at", postgresql_where=text("ended_at IS NULL")),
    Index("ix_call_carrier_call_id", "carrier", "carrier_call_id"),
    Index("ix_call_caller_id", "caller_id", "planned_at"),
)

call_event = Table(
    "call_event",
    metadata,
    key(),
    words("carrier", default=None),
    words("event_key", default=None),
    words("call_id", default=None),
    words("kind", default=None),
    moment("at", nullable=False),
    moment("received_at", nullable=False),
    json("body"),
    UniqueConstraint("carrier", "event_key"),
    Index("ix_call_event_call_id", "call_id"),
)

outbox = Table(
    "outbox",
    metadata,
    key(),
    words("key", default=None),
    words("kind", default=None),  # orders' kind
    words("carrier", default=None),
    words("call_id", nullable=True),
    words("message_id", nullable=True),
    json("body"),
    words("state", default="pending"),  # pending, sending, done, refused, uncertain, cancelled
    # While it is being sent: the body is what was wished since, and is sent afterwards.
    Column("again", Boolean, nullable=False, server_default=text("false")),
    moment("created_at", nullable=False),
    moment("not_before"),
    moment("tried_at"),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    words("error"),
    UniqueConstraint("key"),
    Index("ix_outbox_pending", "id", postgresql_where=text("state IN ('pending', 'sending')")),
)

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    ref("lead_id", "lead", nullable=True, cascade=True),
    ref("campaign_id", "campaign", nullable=True),
    words("direction", default=None),  # out, in
    words("e164", default=None),  # the other side
    words("caller_id"),  # our side
    words("body", default=None),
    words("state", default="planned"),  # planned, requested, sent, delivered, failed, received
    words("ending"),
    words("ending_sentence"),
    Column("segments", Integer, nullable=False, server_default=text("1")),
    words("carrier"),
    words("carrier_message_id", nullable=True),
    moment("created_at", nullable=False),
    moment("sent_at"),
    moment("settled_at"),
    words("reply_kind"),  # stop, start, help, opt_out_phrase, other
    moment("read_at"),
    Column("version", BigInteger, nullable=False, server_default=text("1")),
    Index("ix_message_lead_id", "lead_id", "created_at"),
    Index("ix_message_e164", "e164", "created_at"),
    Index(
        "uq_message_carrier_message_id",
        "carrier",
        "carrier_message_id",
        unique=True,
        postgresql_where=text("carrier_message_id IS NOT NULL"),
    ),
)

session_command = Table(
    "session_command",
    metadata,
    Column("id", Text, primary_key=True),  # the client's own id: the same command twice acts once
    ref("session_id", "session", cascade=True),
    moment("at", nullable=False),
    json("answer"),
    Index("ix_session_command_at", "at"),
)
