"""People: accounts and what they may do."""

from typing import Annotated

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import accounts, desk_phones
from dialer.core.roles import Role
from dialer.refusals import Refused
from dialer.store import accounts as rows
from dialer.store import desk_phones as phone_rows
from dialer.store.accounts import Account
from dialer.store.desk_phones import DeskPhone
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse
from webui.shapes.setup import DeskPhoneAccount, UserCard

views = Blueprint("users", __name__)

Name = Annotated[str, Field(min_length=1, max_length=200)]


class NewUser(Body):
    email: Annotated[str, Field(max_length=320)]
    name: Name
    role: Role = Role.AGENT


class UserChange(Body):
    name: Name | None = None
    role: Role | None = None
    active: bool | None = None


def card(account: Account, phone: DeskPhone | None = None) -> UserCard:
    seen = account.last_seen_at
    is_there = phone is not None and phone.is_registered(services().clock.now())
    return UserCard(
        id=account.id,
        name=account.name,
        email=account.email,
        role=account.role,
        active=account.active,
        last_seen_at=seen.isoformat() if seen else None,
        desk_phone="none" if phone is None else "registered" if is_there else "away",
    )


def _card_of(account: Account) -> UserCard:
    with services().db.transaction() as conn:
        return card(account, phone_rows.of_user(conn, account.id))


@views.get("/users")
@managers
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        phones = phone_rows.everyones(conn)
        return jsonify([card(account, phones.get(account.id)) for account in rows.everyone(conn)])


@views.post("/users")
@managers
def add() -> ResponseReturnValue:
    """Answers with the first password, which is shown this once."""
    sent = body(NewUser)
    with services().db.transaction() as conn:
        made = accounts.add(conn, services(), email=sent.email, name=sent.name, role=sent.role, by=me())
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify({**card(made.account), "password": made.password}), 201


@views.patch("/users/<int:user_id>")
@managers
def change(user_id: int) -> ResponseReturnValue:
    sent = body(UserChange)
    changed = accounts.change(services(), user_id, me(), name=sent.name, role=sent.role, active=sent.active)
    if isinstance(changed, Refused):
        raise refuse(changed)
    return jsonify(_card_of(changed))


@views.post("/users/<int:user_id>/password")
@managers
def reset_password(user_id: int) -> ResponseReturnValue:
    """A new first password for somebody who lost theirs, shown this once."""
    made = accounts.reset_password(services(), user_id, me())
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify({**_card_of(made.account), "password": made.password})


@views.post("/users/<int:user_id>/desk-phone")
@managers
def give_phone(user_id: int) -> ResponseReturnValue:
    """What somebody's desk phone or softphone is set up with; the password is shown this once."""
    given = desk_phones.give(services(), user_id, me())
    if isinstance(given, Refused):
        raise refuse(given)
    return jsonify(DeskPhoneAccount(username=given.username, password=given.password, server=given.server)), 201


@views.delete("/users/<int:user_id>/desk-phone")
@managers
def take_phone(user_id: int) -> ResponseReturnValue:
    refused = desk_phones.take_away(services(), user_id, me())
    if refused is not None:
        raise refuse(refused)
    return "", 204
