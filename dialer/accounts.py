"""Accounts: who may log in, with which password, as what."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.roles import Role
from dialer.refusals import Refused, conflict, forbidden, invalid, missing
from dialer.store import accounts, audit, live
from dialer.store.accounts import Account

SHORTEST_PASSWORD = 12
"""Characters; length is the one rule that NIST SP 800-63B (5.1.1.2) still recommends."""

LONGEST_PASSWORD = 200
"""Characters; keeps somebody from making us hash a novel."""

SEEN_EVERY = timedelta(minutes=1)
"""How exactly `last_seen_at` is kept: a write with every request would buy nothing."""

_HASHER = PasswordHasher()
# Checked against where there is no such account, so that the answer takes as long as with one.
_NOBODY = _HASHER.hash(secrets.token_urlsafe())


class AccountError(Exception):
    """An account cannot be made or changed; the text says why."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A fresh account and the password to hand over; it is kept nowhere."""

    account: Account
    password: str


def add_user(services: Services, *, email: str, name: str, role: str) -> str:
    """Makes an account from the command line and gives its first password; raises AccountError."""
    with services.db.transaction() as conn:
        made = add(conn, services, email=email, name=name, role=Role(role), by=None)
    if isinstance(made, Refused):
        raise AccountError(made.sentence)
    return made.password


def add(
    conn: Connection, services: Services, *, email: str, name: str, role: Role, by: Account | None
) -> NewAccount | Refused:
    """Makes an account with a password of ours; `by` is None where the operator of the machine does it."""
    email, name = email.strip(), name.strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        return invalid("email", "Give an e-mail address, such as pat@example.com.")
    if not name:
        return invalid("name", "Give the name that colleagues see.")
    if by is not None and not by.role.may_act_as(role):
        return forbidden("Only an owner makes owners.")
    password, now = secrets.token_urlsafe(12), services.clock.now()
    hashed = _HASHER.hash(password)
    user_id = accounts.add(conn, email=email, name=name, role=role, password_hash=hashed, now=now)
    if user_id is None:
        return conflict("An account with this e-mail address exists already.")
    audit.record(conn, now, by.id if by else None, "user.added", "user", user_id, {"role": role})
    return NewAccount(_known(conn, user_id), password)


def authenticate(services: Services, email: str, password: str) -> Account | None:
    """The account, or None for a wrong password, an unknown address and an account out of use alike."""
    with services.db.transaction() as conn:
        account = accounts.by_email(conn, email.strip())
        stored = accounts.password_hash(conn, account.id) if account else _NOBODY
    right = len(password) <= LONGEST_PASSWORD and _matches(stored, password)
    if account is None or not right or not account.active:
        return None
    now = services.clock.now()
    with services.db.transaction() as conn:
        if _HASHER.check_needs_rehash(stored):
            accounts.change(conn, account.id, password_hash=_HASHER.hash(password))
        accounts.change(conn, account.id, last_seen_at=now)
        audit.record(conn, now, account.id, "user.logged_in", "user", account.id)
    return account


def still_logged_in(services: Services, user_id: int, login_epoch: int) -> Account | None:
    """The account behind a log-in, or None where that log-in is over."""
    with services.db.transaction() as conn:
        account = accounts.by_id(conn, user_id)
        if account is None or not account.active or account.login_epoch != login_epoch:
            return None
        now = services.clock.now()
        if account.last_seen_at is None or now - account.last_seen_at >= SEEN_EVERY:
            accounts.change(conn, user_id, last_seen_at=now)
    return account


def log_out(services: Services, account: Account) -> None:
    """Ends the account's log-ins in every browser, and its sockets: a copied cookie is worthless afterwards."""
    with services.db.transaction() as conn:
        _end_logins(conn, account.id)
        audit.record(conn, services.clock.now(), account.id, "user.logged_out", "user", account.id)
    services.waker.wake("live")


def change_password(services: Services, account: Account, *, old: str, new: str) -> Refused | None:
    """Changes the password after proof of the old one; all log-ins end."""
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        return invalid("new", f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    with services.db.transaction() as conn:
        if not _matches(accounts.password_hash(conn, account.id), old):
            return invalid("old", "That is not your present password.")
        accounts.change(conn, account.id, password_hash=_HASHER.hash(new))
        _end_logins(conn, account.id)
        audit.record(conn, services.clock.now(), account.id, "user.password_changed", "user", account.id)
    services.waker.wake("live")
    return None


def reset_password(services: Services, user_id: int, by: Account) -> NewAccount | Refused:
    """Gives somebody a new first password, for who has lost theirs; their log-ins end."""
    password = secrets.token_urlsafe(12)
    with services.db.transaction() as conn:
        account = accounts.by_id(conn, user_id)
        if account is None:
            return missing("account")
        if not by.role.may_act_as(account.role):
            return forbidden("Only an owner resets an owner's password.")
        accounts.change(conn, user_id, password_hash=_HASHER.hash(password))
        _end_logins(conn, user_id)
        audit.record(conn, services.clock.now(), by.id, "user.password_reset", "user", user_id)
    services.waker.wake("live")
    return NewAccount(account, password)


def change(
    services: Services,
    user_id: int,
    by: Account,
    *,
    name: str | None = None,
    role: Role | None = None,
    active: bool | None = None,
) -> Account | Refused:
    """Renames somebody, or changes what they may do; the latter ends their log-ins."""
    wanted = {"name": name, "role": role, "active": active}
    fields: dict[str, Any] = {field: value for field, value in wanted.items() if value is not None}
    with services.db.transaction() as conn:
        owners = accounts.lock_owners(conn)
        account = accounts.by_id(conn, user_id)
        if account is None:
            return missing("account")
        refused = _refuse_change(account, by, role, active, owners)
        if refused:
            return refused
        changed = {field: value for field, value in fields.items() if getattr(account, field) != value}
        if changed:
            accounts.change(conn, user_id, **changed)
            audit.record(conn, services.clock.now(), by.id, "user.changed", "user", user_id, changed)
        if changed.keys() - {"name"}:
            _end_logins(conn, user_id)
        account = _known(conn, user_id)
    services.waker.wake("live")
    return account


def _refuse_change(
    account: Account, by: Account, role: Role | None, active: bool | None, owners: frozenset[int]
) -> Refused | None:
    if not by.role.may_act_as(account.role) or (role is not None and not by.role.may_act_as(role)):
        return forbidden("Only an owner changes owners.")
    leaves = active is False or (role is not None and role is not Role.OWNER)
    if leaves and owners == {account.id}:
        return conflict("This is the last owner. Make somebody else an owner first.")
    return None


def _end_logins(conn: Connection, user_id: int) -> None:
    accounts.end_logins(conn, user_id)
    live.mark(conn, "account", user_id)


def _known(conn: Connection, user_id: int) -> Account:
    account = accounts.by_id(conn, user_id)
    assert account is not None, "the row was written in this transaction"
    return account


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
