"""Access tokens for the browser phone: a JWT in Twilio's format, signed with an API key's secret.

Twilio accepts lifetimes up to a day and cannot revoke a single token, so ours live for an hour; the voice SDK asks for
the next one before that. A restricted API key cannot mint them.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from telephony.twilio.account import Account, client_of

LIFETIME = timedelta(hours=1)


def access_token(account: Account, agent_id: str, now: datetime) -> str | None:
    """A token that lets this agent's browser be called; None where no API key is set."""
    if not (account.api_key_sid and account.api_key_secret):
        return None
    issued = int(now.timestamp())
    head = {"typ": "JWT", "alg": "HS256", "cty": "twilio-fpa;v=1"}
    body = {
        "jti": f"{account.api_key_sid}-{issued}",
        "iss": account.api_key_sid,
        "sub": account.sid,
        "iat": issued,
        "exp": int((now + LIFETIME).timestamp()),
        # Browsers are only ever called: a page that could dial by itself would pass by every rule of ours.
        "grants": {"identity": client_of(agent_id), "voice": {"incoming": {"allow": True}}},
    }
    signed = f"{_part(head)}.{_part(body)}"
    digest = hmac.new(account.api_key_secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_text(digest)}"


def _part(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
