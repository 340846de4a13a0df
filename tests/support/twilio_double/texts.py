"""Texts: their course after they are accepted, and those that people send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from typing import Any

from tests.support.twilio_double.clockwork import Clockwork
from tests.support.twilio_double.hooks import Hooks
from tests.support.twilio_double.people import FarEnd


@dataclass
class Message:
    sid: str
    to: str
    from_: str
    body: str
    callback: str
    made_at: datetime
    status: str = "queued"
    error_code: int | None = None

    def resource(self) -> dict[str, Any]:
        return {
            "sid": self.sid,
            "to": self.to,
            "from": self.from_,
            "status": self.status,
            "error_code": self.error_code,
            "date_created": format_datetime(self.made_at),
            "price": "-0.00830" if self.status in {"sent", "delivered"} else None,
            "num_segments": "1",
        }


class Texts:
    """One account's messages."""

    def __init__(
        self, clockwork: Clockwork, hooks: Hooks, new_sid: Callable[[str], str], far_end: Callable[[str], FarEnd]
    ) -> None:
        self._clock = clockwork
        self._hooks = hooks
        self._new_sid = new_sid
        self._far_end = far_end
        self.all: dict[str, Message] = {}

    def create(self, form: dict[str, Any]) -> Message | int:
        far = self._far_end(form["To"])
        if far.text_refused is not None:
            return far.text_refused
        message = Message(
            self._new_sid("SM"),
            form["To"],
            form.get("From", ""),
            form["Body"],
            form.get("StatusCallback", ""),
            self._clock.now,
        )
        self.all[message.sid] = message
        for position, status in enumerate(far.text_course, start=1):
            self._clock.after(position * 0.5, partial(self._report, message, status, far))
        return message

    def receive(self, url: str, from_: str, to: str, body: str, **more: str) -> None:
        """Somebody writes to a number of the account, whose webhook is `url`."""
        form = {"MessageSid": self._new_sid("SM"), "From": from_, "To": to, "Body": body, "NumMedia": "0", **more}
        self._hooks.ask(url, form, lambda reply: None)

    def _report(self, message: Message, status: str, far: FarEnd) -> None:
        message.status = status
        failed = status in {"failed", "undelivered"}
        message.error_code = far.text_error if failed else None
        error = {"ErrorCode": str(far.text_error)} if failed and far.text_error else {}
        form = {"MessageSid": message.sid, "MessageStatus": status, "To": message.to, "From": message.from_, **error}
        self._hooks.notify(message.callback, form)
