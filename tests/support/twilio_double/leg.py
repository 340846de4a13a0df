"""One call at Twilio, as its resource and its webhooks show it."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from tests.support.twilio_double.people import FarEnd
from tests.support.twilio_double.twiml import Verb

LIVE = ("queued", "ringing", "in-progress")


@dataclass
class Leg:
    """A call and what is planned for it. `stage` counts what it is doing: plans for an earlier stage are void."""

    sid: str
    to: str
    from_: str
    far: FarEnd
    made_at: datetime
    form: dict[str, Any] = field(default_factory=dict)
    status: str = "queued"
    direction: str = "outbound-api"
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    program: list[Verb] = field(default_factory=list)
    stage: int = 0
    room: str | None = None
    heard: list[str] = field(default_factory=list)
    """What was said and played to it."""
    pressed: int = 0
    """How many of its keys were pressed."""
    recordings: list[tuple[str, str]] = field(default_factory=list)
    """SIDs of the recordings under way, and whom to tell when they are whole."""
    met_agent: bool = False
    answered_by: str | None = None
    sip_code: int | None = None
    redirects: int = 0
    queue_ms: int = 0
    """How long it waited in Twilio's own queue."""

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_agent(self) -> bool:
        """One of ours: a browser, or a phone that was asked to come into a session."""
        return self.to.startswith("client:") or "/legs/" in self.url("Url")

    @property
    def seconds(self) -> int:
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(1, round((self.ended_at - self.answered_at).total_seconds()))

    def url(self, name: str) -> str:
        return str(self.form.get(name, ""))

    def webhook(self, **more: str) -> dict[str, str]:
        """What every voice webhook carries, blank values included, as Twilio sends them."""
        return {
            "CallSid": self.sid,
            "CallStatus": self.status,
            "From": self.from_,
            "To": self.to,
            "Direction": self.direction,
            "CallerName": "",
            **more,
        }

    def resource(self) -> dict[str, Any]:
        over = self.ended_at is not None
        price = f"-{0.014 * -(-self.seconds // 60):.5f}" if over and self.seconds else None
        return {
            "sid": self.sid,
            "to": self.to,
            "from": self.from_,
            "status": self.status,
            "direction": self.direction,
            "duration": str(self.seconds) if over else None,
            "answered_by": self.answered_by,
            "date_created": format_datetime(self.made_at),
            "price": price,
            "price_unit": "USD",
            "queue_time": str(self.queue_ms),
        }
