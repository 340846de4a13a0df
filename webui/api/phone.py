"""The browser phone: what it needs to be called by the carrier."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from dialer.twilio import account_of
from telephony.twilio.account import client_of
from telephony.twilio.tokens import LIFETIME, access_token
from webui.context import me, services
from webui.errors import RefusedRequest

views = Blueprint("phone", __name__)


@views.get("/phone-token")
def phone_token() -> ResponseReturnValue:
    """A short-lived token under one's own name. It lets the browser be called and call nobody; nothing but our own
    sessions and coaching calls it."""
    account = account_of(services().settings)
    agent_id = str(me().id)
    token = access_token(account, agent_id, services().clock.now()) if account is not None else None
    if token is None:
        raise RefusedRequest(
            409, "The browser phone is not set up: set TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET, or use your phone."
        )
    seconds = int(LIFETIME.total_seconds())
    return jsonify({"token": token, "identity": client_of(agent_id), "expires_in_seconds": seconds})
