"""Agents' own SIP phones: their accounts with our registrar, and where each is now."""

from sqlalchemy import Index, Table

from dialer.store.schema.base import key, metadata, moment, ref, words

desk_phone = Table(
    "desk_phone",
    metadata,
    key(),
    ref("user_id", "user_account", cascade=True),
    words("username", default=None),
    words("secret", default=None),  # the digest that RFC 7616 keeps instead of the password
    moment("made_at", nullable=False),
    words("contact"),  # empty while it is not registered
    words("address"),  # and port, as we see it
    moment("registered_until"),
    Index("uq_desk_phone_user_id", "user_id", unique=True),
    Index("uq_desk_phone_username", "username", unique=True),
)
