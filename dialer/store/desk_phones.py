"""Agents' own SIP phones as the registrar, the carrier and the console need them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from dialer.store.reading import value, values


@dataclass(frozen=True, slots=True)
class DeskPhone:
    """One account with the registrar."""

    user_id: int
    username: str
    contact: str
    """Where it is called; empty where it has never registered, or has said goodbye."""
    registered_until: datetime | None

    def is_registered(self, now: datetime) -> bool:
        return self.contact != "" and self.registered_until is not None and self.registered_until > now


_PHONES = "SELECT user_id, username, contact, registered_until FROM desk_phone"


def of_user(conn: Connection, user_id: int) -> DeskPhone | None:
    return value(conn, DeskPhone, f"{_PHONES} WHERE user_id = :user_id", user_id=user_id)


def everyones(conn: Connection) -> dict[int, DeskPhone]:
    return {phone.user_id: phone for phone in values(conn, DeskPhone, _PHONES)}


def secret_of(conn: Connection, username: str) -> str | None:
    """What is kept of the password; None where there is no such phone, or its owner may not log in."""
    found: str | None = conn.execute(
        text("""
            SELECT d.secret FROM desk_phone d JOIN user_account u ON u.id = d.user_id
             WHERE d.username = :username AND u.active
        """),
        {"username": username},
    ).scalar_one_or_none()
    return found


def is_at(conn: Connection, address: str, now: datetime) -> bool:
    """Whether a registered phone is there."""
    found = conn.execute(
        text("SELECT EXISTS (SELECT 1 FROM desk_phone WHERE address = :address AND registered_until > :now)"),
        {"address": address, "now": now},
    )
    return bool(found.scalar_one())


def addresses(conn: Connection, now: datetime) -> list[str]:
    """Of the phones that are registered, without their ports."""
    rows = conn.execute(
        text("SELECT DISTINCT split_part(address, ':', 1) FROM desk_phone WHERE registered_until > :now"), {"now": now}
    )
    return list(rows.scalars())


def give(conn: Connection, *, user_id: int, username: str, secret: str, now: datetime) -> None:
    """Makes a phone's account, or gives it a new password, with which it has to register anew."""
    conn.execute(
        text("""
            INSERT INTO desk_phone (user_id, username, secret, made_at) VALUES (:user_id, :username, :secret, :now)
            ON CONFLICT (user_id) DO UPDATE SET username = excluded.username, secret = excluded.secret,
                   made_at = excluded.made_at, contact = '', address = '', registered_until = NULL
        """),
        {"user_id": user_id, "username": username, "secret": secret, "now": now},
    )


def take_away(conn: Connection, user_id: int) -> bool:
    """False where there is none."""
    return conn.execute(text("DELETE FROM desk_phone WHERE user_id = :id"), {"id": user_id}).rowcount == 1


def note(conn: Connection, *, username: str, contact: str, address: str, until: datetime | None) -> None:
    """Where a phone is from now on; `until` None: it has gone."""
    conn.execute(
        text("""
            UPDATE desk_phone SET contact = :contact, address = :address, registered_until = :until
             WHERE username = :username
        """),
        {"username": username, "contact": contact, "address": address if until else "", "until": until},
    )
