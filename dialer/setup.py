"""What a new installation starts with: the owner's account, and content that agents can work with at once."""

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from dialer import accounts
from dialer.bootstrap import Services
from dialer.core.dispositions import READY_MADE
from dialer.core.roles import Role
from dialer.core.scripts import DEFAULT_SCRIPT, DEFAULT_SCRIPT_NAME
from dialer.core.sequences import DEFAULT_SEQUENCE, DEFAULT_SEQUENCE_NAME, DEFAULT_TEMPLATES, steps_to_json
from dialer.refusals import Refused
from dialer.store import accounts as account_rows
from dialer.store import content
from dialer.store.content import DispositionRow, ScriptRow, SequenceRow, TemplateRow

OWNER_EMAIL = "owner@relist.local"


def ensure_owner(services: Services) -> tuple[str, str] | None:
    """Makes content and an owner where there is none; (e-mail, password) of a fresh owner, None where one exists."""
    with services.db.transaction() as conn:
        ensure_defaults(conn, services.clock.now())
        if account_rows.lock_owners(conn):
            return None
        # An owner who was switched off keeps the address, so that a fresh one needs another.
        taken = account_rows.by_email(conn, OWNER_EMAIL) is not None
        email = f"owner-{secrets.token_hex(3)}@relist.local" if taken else OWNER_EMAIL
        made = accounts.add(conn, services, email=email, name="Owner", role=Role.OWNER, by=None)
    assert not isinstance(made, Refused), "the address was free in this transaction"
    return made.account.email, made.password


def ensure_defaults(conn: Connection, now: datetime) -> None:
    """Fills each kind of content that is still empty; what somebody has changed stays as it is."""
    if not content.dispositions(conn):
        content.save_dispositions(
            conn,
            [
                DispositionRow(0, ready.name, ready.label, ready.key, ready.flags.to_json(), True, position)
                for position, ready in enumerate(READY_MADE)
            ],
        )
    if not content.templates(conn):
        for template in DEFAULT_TEMPLATES:
            content.add(conn, TemplateRow, now, asdict(template))
    if not content.sequences(conn):
        fields = {"name": DEFAULT_SEQUENCE_NAME, "steps": steps_to_json(DEFAULT_SEQUENCE)}
        content.add(conn, SequenceRow, now, fields)
    if not content.scripts(conn):
        content.add(conn, ScriptRow, now, {"name": DEFAULT_SCRIPT_NAME, "body": DEFAULT_SCRIPT})
