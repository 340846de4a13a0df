"""People: accounts and what they may do."""

from typing import Annotated

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import accounts
from dialer.core.roles import Role
from dialer.refusals import Refused
from dialer.store import accounts as rows
from dialer.store.accounts import Account
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import refuse
from webui.shapes.setup import UserCard

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


def card(account: Account) -> UserCard:
    seen = account.last_seen_at
    return UserCard(
        id=account.id,
        name=account.name,
        email=account.email,
        role=account.role,
        active=account.active,
        last_seen_at=seen.isoformat() if seen else None,
    )


@views.get("/users")
@managers
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify([card(account) for account in rows.everyone(conn)])


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
    return jsonify(card(changed))


@views.post("/users/<int:user_id>/password")
@managers
def reset_password(user_id: int) -> ResponseReturnValue:
    """A new first password for somebody who lost theirs, shown this once."""
    made = accounts.reset_password(services(), user_id, me())
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify({**card(made.account), "password": made.password})
