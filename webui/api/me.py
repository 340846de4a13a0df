"""Whoever is logged in: their account, preferences and password; and what the statistics mean."""

from importlib.metadata import version
from typing import Any

from flask import Blueprint, jsonify, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from pydantic import Field

from dialer.accounts import change_password
from dialer.core.metrics import DEFINITIONS
from dialer.store import accounts
from webui.access import socket_token
from webui.bodies import Body, body, sent_object
from webui.context import me, services
from webui.errors import RefusedRequest, refuse
from webui.shapes.setup import Me

views = Blueprint("me", __name__)

MOST_PREFERENCES = 20_000
"""Characters of JSON; room for every key of the keyboard."""


class PasswordChange(Body):
    old: str
    new: str = Field(max_length=1000)


@views.get("/me")
def show() -> ResponseReturnValue:
    account, settings = me(), services().settings
    return jsonify(
        Me(
            id=account.id,
            name=account.name,
            email=account.email,
            role=account.role,
            preferences=account.preferences,
            csrf=generate_csrf(),
            socket_token=socket_token(services()),
            brokerage=settings.brokerage_name,
            carrier=settings.carrier,
            practice_any_hour=settings.practice_any_hour,
            version=version("relist"),
        )
    )


@views.patch("/me/preferences")
def prefer() -> ResponseReturnValue:
    """Adds to what the account prefers; a null takes a preference away."""
    wanted: dict[str, Any] = {**me().preferences, **sent_object()}
    kept = {name: value for name, value in wanted.items() if value is not None}
    if len(str(kept)) > MOST_PREFERENCES:
        raise RefusedRequest(422, "That is more than preferences may hold.")
    with services().db.transaction() as conn:
        accounts.change(conn, me().id, preferences=kept)
    return jsonify(kept)


@views.post("/me/password")
def password() -> ResponseReturnValue:
    """Ends every log-in of the account, this one too."""
    sent = body(PasswordChange)
    refused = change_password(services(), me(), old=sent.old, new=sent.new)
    if refused:
        raise refuse(refused)
    session.clear()
    return "", 204


@views.get("/definitions")
def definitions() -> ResponseReturnValue:
    return jsonify(DEFINITIONS)
