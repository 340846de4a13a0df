"""Accounts of people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from dialer.core.roles import Role
from dialer.store.schema import user_account

_SHOWN = (
    user_account.c.id,
    user_account.c.email,
    user_account.c.name,
    user_account.c.role,
    user_account.c.active,
    user_account.c.login_epoch,
    user_account.c.preferences,
    user_account.c.last_seen_at,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account. Log-ins made under another `login_epoch` are over."""

    id: int
    email: str
    name: str
    role: Role
    active: bool
    login_epoch: int
    preferences: dict[str, Any]
    last_seen_at: datetime | None


def _account(row: Any) -> Account:
    fields = dict(row._mapping)
    return Account(**fields | {"role": Role(fields["role"])})


def by_id(conn: Connection, user_id: int) -> Account | None:
    row = conn.execute(select(*_SHOWN).where(user_account.c.id == user_id)).one_or_none()
    return _account(row) if row else None


def by_email(conn: Connection, email: str) -> Account | None:
    row = conn.execute(select(*_SHOWN).where(func.lower(user_account.c.email) == email.lower())).one_or_none()
    return _account(row) if row else None


def everyone(conn: Connection) -> list[Account]:
    return [_account(row) for row in conn.execute(select(*_SHOWN).order_by(func.lower(user_account.c.name)))]


def by_ids(conn: Connection, ids: list[int]) -> list[Account]:
    return [_account(row) for row in conn.execute(select(*_SHOWN).where(user_account.c.id.in_(ids)))]


def password_hash(conn: Connection, user_id: int) -> str:
    return str(conn.execute(select(user_account.c.password_hash).where(user_account.c.id == user_id)).scalar_one())


def lock_owners(conn: Connection) -> frozenset[int]:
    """The active owners, locked, so that two requests cannot each remove the last but one."""
    chosen = select(user_account.c.id).where(user_account.c.role == Role.OWNER, user_account.c.active)
    return frozenset(conn.execute(chosen.order_by(user_account.c.id).with_for_update()).scalars())


def add(conn: Connection, *, email: str, name: str, role: Role, password_hash: str, now: datetime) -> int | None:
    """The new account's id, or None where the e-mail address is taken."""
    made = insert(user_account).values(email=email, name=name, role=role, password_hash=password_hash, created_at=now)
    return conn.execute(made.on_conflict_do_nothing().returning(user_account.c.id)).scalar_one_or_none()


def change(conn: Connection, user_id: int, **fields: Any) -> None:
    conn.execute(update(user_account).where(user_account.c.id == user_id).values(**fields))


def end_logins(conn: Connection, user_id: int) -> None:
    """Ends every log-in of the account, in all browsers."""
    raised = update(user_account).where(user_account.c.id == user_id)
    conn.execute(raised.values(login_epoch=user_account.c.login_epoch + 1))
