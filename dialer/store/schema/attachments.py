"""Pictures and other files that came with texts."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from dialer.store.schema.base import key, metadata, moment, words

attachment = Table(
    "attachment",
    metadata,
    key(),
    Column("message_id", Text, ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    # ready (the carrier has it), kept (we have it), refused (of a kind or size that is not kept), lost, deleted
    words("state", default="ready"),
    words("kind", default=None),  # content type; checked once it is kept
    words("carrier_media_id", default=None),
    Column("bytes", BigInteger, nullable=False, server_default=text("0")),
    moment("at", nullable=False),
    moment("fetch_at", nullable=False),  # when it is fetched next, while it is ready
    Column("tries", Integer, nullable=False, server_default=text("0")),
    moment("delete_at", nullable=False),
    UniqueConstraint("message_id", "position"),
    Index("ix_attachment_fetch_at", "fetch_at", postgresql_where=text("state = 'ready'")),
    Index("ix_attachment_delete_at", "delete_at", postgresql_where=text("state IN ('ready', 'kept')")),
)
