"""Webhooks out: signed by Twilio's own library, retried as the address's fragment asks, lost and repeated as told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from urllib.parse import parse_qs, urldefrag

from twilio.request_validator import RequestValidator

from tests.support.twilio_double.clockwork import Clockwork
from tests.support.twilio_double.faults import Faults

RETRY_SECONDS = 1.0
READ_LIMIT_MS = "15000"
"""How long Twilio waits for a reply unless the address says otherwise."""
ALL_TRIES = timedelta(seconds=15)
"""Together they may take no longer; this one is a hard limit."""


@dataclass(frozen=True)
class Reply:
    """What our server said; status 0: nothing at all."""

    status: int
    body: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


NONE = Reply(0)

Headers = dict[str, str]
Then = Callable[[Reply], None]
Post = Callable[[str, dict[str, str], Headers, Then], None]
"""Posts a form to an address and passes the reply on, at once or later."""


class Hooks:
    """Delivers one account's webhooks."""

    def __init__(self, clockwork: Clockwork, account_sid: str, auth_token: str, post: Post, faults: Faults) -> None:
        self._clockwork = clockwork
        self._account_sid = account_sid
        self.validator = RequestValidator(auth_token)
        self._post = post
        self.faults = faults
        self._rng = Random(1)
        self.delivered: list[tuple[str, dict[str, str], int]] = []
        self.refused: list[tuple[str, int]] = []
        self._events: dict[str, int] = {}

    def notify(self, url: str, form: dict[str, str], *, sequence: str | None = None) -> None:
        """A callback: nobody waits for its reply."""
        if not url:
            return
        if sequence is not None:
            number = self._events.get(sequence, 0)
            self._events[sequence] = number + 1
            form = {**form, "SequenceNumber": str(number)}
        for delay in self.faults.of_callback((url, form)):
            self._clockwork.after(delay, lambda: self._send(url, form, self._token(), _retries(url), lambda _: None))

    def ask(self, url: str, form: dict[str, str], then: Then) -> None:
        """A question whose reply decides what a call does."""
        self._send(url, form, self._token(), _retries(url), then)

    def _token(self) -> str:
        return f"{self._rng.getrandbits(128):032x}"

    def _send(
        self, url: str, form: dict[str, str], token: str, retries: int, then: Then, began: datetime | None = None
    ) -> None:
        address, began = urldefrag(url).url, began or self._clockwork.now
        full = {"AccountSid": self._account_sid, "ApiVersion": "2010-04-01", **form}
        signature = self.validator.compute_signature(address, full)
        if self.faults.wrong_signatures:
            signature = signature[::-1]
        headers = {"X-Twilio-Signature": signature, "I-Twilio-Idempotency-Token": token}

        def heard(reply: Reply) -> None:
            self.delivered.append((address, full, reply.status))
            if reply.ok:
                then(reply)
            elif retries > 0 and self._clockwork.now - began < ALL_TRIES:
                again = lambda: self._send(url, form, token, retries - 1, then, began)  # noqa: E731 - reads as what it is
                self._clockwork.after(RETRY_SECONDS, again)
            else:
                self.refused.append((address, reply.status))
                then(reply)

        self._post(address, full, headers, self._in_time(url, full, heard))

    def _in_time(self, url: str, form: dict[str, str], then: Then) -> Then:
        """A reply that comes too late is none: whoever asked has gone by then (Connection Overrides, `rt`)."""
        takes = self.faults.of_reply((url, form))
        limit = _read_limit(url)
        if not takes:
            return then
        return lambda reply: self._clockwork.after(min(takes, limit), lambda: then(reply if takes <= limit else NONE))

    def told(self, url_part: str) -> Sequence[dict[str, str]]:
        """The forms that were accepted by addresses with this in them."""
        return [form for url, form, status in self.delivered if url_part in url and 200 <= status < 300]


def _retries(url: str) -> int:
    """Twilio's default is one retry of a failed connection; a reply is retried only where the fragment asks for it."""
    asked = parse_qs(urldefrag(url).fragment)
    return int(asked.get("rc", ["1"])[0]) if asked.get("rp") == ["all"] else 0


def _read_limit(url: str) -> float:
    return float(parse_qs(urldefrag(url).fragment).get("rt", [READ_LIMIT_MS])[0]) / 1000


def seconds(length: timedelta) -> int:
    return max(1, round(length.total_seconds()))
