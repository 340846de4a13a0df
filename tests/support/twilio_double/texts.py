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
    segments: int = 1

    def resource(self) -> dict[str, Any]:
        return {
            "sid": self.sid,
            "to": self.to,
            "from": self.from_,
            "status": self.status,
            "error_code": self.error_code,
            "date_created": format_datetime(self.made_at),
            "price": "-0.00830" if self.status in {"sent", "delivered"} else None,
            "num_segments": str(self.segments),
        }


class Texts:
    """One account's messages."""

    def __init__(
        self,
        clockwork: Clockwork,
        hooks: Hooks,
        account: str,
        new_sid: Callable[[str], str],
        far_end: Callable[[str], FarEnd],
    ) -> None:
        self._account = account
        self._clock = clockwork
        self._hooks = hooks
        self._new_sid = new_sid
        self._far_end = far_end
        self.all: dict[str, Message] = {}
        self.media: dict[str, bytes] = {}
        """Files that Twilio keeps, by SID."""

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

    def receive_files(self, url: str, from_: str, to: str, body: str, *files: tuple[str, bytes]) -> dict[str, str]:
        """The same with files, each a content type and its bytes; the form."""
        sid = self._new_sid("MM")
        told = {"MessageSid": sid, "NumMedia": str(len(files))}
        for n, (kind, data) in enumerate(files):
            media = self._new_sid("ME")
            self.media[media] = data
            path = f"/2010-04-01/Accounts/{self._account}/Messages/{sid}/Media/{media}"
            told |= {f"MediaUrl{n}": f"https://api.twilio.com{path}", f"MediaContentType{n}": kind}
        form = {"From": from_, "To": to, "Body": body, **told}
        self._hooks.ask(url, form, lambda reply: None)
        return form

    def _report(self, message: Message, status: str, far: FarEnd) -> None:
        message.status = status
        failed = status in {"failed", "undelivered"}
        message.error_code = far.text_error if failed else None
        error = {"ErrorCode": str(far.text_error)} if failed and far.text_error else {}
        form = {"MessageSid": message.sid, "MessageStatus": status, "To": message.to, "From": message.from_, **error}
        self._hooks.notify(message.callback, form)
