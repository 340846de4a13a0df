"""An account at Twilio, and the addresses of ours that Twilio calls back.

Every callback address names our own call or text in its path, so that a callback whose SID we never learnt still finds
its row; nothing in an address is a phone number or a name. Addresses stay ASCII, since a decoded one would no longer
match its signature.
"""

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from telephony.numbers import Network
from telephony.orders import CallRole

API_URL = "https://api.twilio.com"

OVERRIDES = "rc=3&rp=all&ct=2000&rt=5000"
"""Twilio's connection overrides: three retries, also after a 5xx or a read timeout, which are not retried by default
(docs, "Webhooks: Connection Overrides"). A fragment is not part of the signature."""

HOOKS = "/hooks/twilio"


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are at Twilio. The auth token signs webhooks; requests use the API key where there is one."""

    sid: str
    auth_token: str = field(repr=False)
    public_url: str
    """Where Twilio reaches us, without a slash at the end."""
    secondary_token: str | None = field(default=None, repr=False)
    """Accepted beside the auth token while the tokens are rotated."""
    api_key_sid: str | None = None
    api_key_secret: str | None = field(default=None, repr=False)
    api_url: str = API_URL
    messaging_service_sid: str | None = None

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(token for token in (self.auth_token, self.secondary_token) if token)

    @property
    def credentials(self) -> tuple[str, str]:
        """User and password of our requests."""
        if self.api_key_sid and self.api_key_secret:
            return self.api_key_sid, self.api_key_secret
        return self.sid, self.auth_token

    @property
    def network(self) -> Network:
        """An API on this very machine is an emulator, which reaches nobody; every other one may ring real phones."""
        host = urlsplit(self.api_url).hostname
        return Network.practice if host in {"localhost", "127.0.0.1", "::1"} else Network.public

    def path(self, *parts: str) -> str:
        """The path of a resource of this account: `path("Calls", sid)`."""
        return "/".join(("/2010-04-01/Accounts", self.sid, *(quote(part, safe="") for part in parts))) + ".json"

    # What Twilio asks of us

    def of_call(self, role: CallRole, call_id: str, what: str) -> str:
        """The address about a call; `what` is answer, status, verdict, next, after, greeted, room, or one of played,
        key and digits with what it is about."""
        return self._hook("legs" if role is CallRole.agent_leg else "calls", call_id, what)

    def of_room(self, leg_id: str) -> str:
        return self._hook("rooms", leg_id)

    def of_notice(self) -> str:
        """What is said before a conversation is recorded."""
        return self._hook("notices", "recorded")

    def of_text(self, message_id: str) -> str:
        return self._hook("texts", message_id)

    def message_file(self, token: str) -> str:
        return f"{self.public_url}{HOOKS}/messages/{token}"

    def _hook(self, *parts: str) -> str:
        return f"{self.public_url}{HOOKS}/{'/'.join(parts)}#{OVERRIDES}"


def room_of(leg_id: str) -> str:
    """The conference of an agent's leg: an opaque name, since names of conferences stand in Twilio's console."""
    return f"room-{leg_id}"


def client_of(agent_id: str) -> str:
    """The name under which an agent's browser registers."""
    return f"agent_{agent_id}"
