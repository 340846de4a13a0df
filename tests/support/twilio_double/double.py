"""The double as a whole: the REST API on one side, the clock on the other."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Any
from urllib.parse import parse_qsl

import httpx

from telephony.practice.voices import conversation
from tests.support.twilio_double import judge
from tests.support.twilio_double.clockwork import Clockwork
from tests.support.twilio_double.faults import Fault, Faults
from tests.support.twilio_double.hooks import Hooks, Post
from tests.support.twilio_double.leg import LIVE, Leg
from tests.support.twilio_double.network import Network
from tests.support.twilio_double.people import AGENT, FarEnd
from tests.support.twilio_double.rest import Answer, Rest
from tests.support.twilio_double.rooms import Rooms
from tests.support.twilio_double.texts import Texts

ACCOUNT = "AC" + "0" * 32
TOKEN = "t" * 32
KEY, SECRET = "SK" + "0" * 32, "the secret of an API key, as long as Twilio's"
KEYS = {"TWILIO_API_KEY_SID": KEY, "TWILIO_API_KEY_SECRET": SECRET}

FILES = "media.example.com"
"""Where the files lie that come with texts."""

QUEUE_ROUNDING = timedelta(milliseconds=1)


def is_ours(authorization: str | None) -> bool:
    """Twilio takes the account's token, and the secret of an API key of the account."""
    known = ((ACCOUNT, TOKEN), (KEY, SECRET))
    return authorization in {httpx.BasicAuth(*pair)._auth_header for pair in known}


class Double:
    """One account at Twilio. `people` says who answers a number, by how often it was called before."""

    def __init__(
        self,
        now: datetime,
        post: Post,
        people: Callable[[str, int], FarEnd] = lambda number, nth: FarEnd(),
        *,
        faults: Faults | None = None,
        calls_per_second: float = inf,
        concurrent: int = 1_000_000,
        token: str = TOKEN,
    ) -> None:
        self.clockwork = Clockwork(now)
        self.faults = faults or Faults()
        self.hooks = Hooks(self.clockwork, ACCOUNT, token, post, self.faults)
        self.rooms = Rooms(self.hooks, self.new_sid)
        self.network = Network(self.clockwork, self.hooks, self.rooms, self.new_sid)
        self.texts = Texts(self.clockwork, self.hooks, ACCOUNT, self.new_sid, self._far_end)
        self.people = people
        self.agents = AGENT
        """What the browsers of agents do; one that answers after None is picked up by `network.pick_up`."""
        self.calls_per_second = calls_per_second
        self.concurrent = concurrent
        self.legs: dict[str, Leg] = {}
        self.recordings: set[str] = set()
        """SIDs of the recordings that Twilio keeps."""
        self.mono: set[str] = set()
        """Those of them with one channel, such as messages that callers leave."""
        self.network.keep = self._keep_message
        self.called: Counter[str] = Counter()
        self.requests: list[tuple[str, str, list[tuple[str, str]], int]] = []
        self.objections: list[str] = []
        self._sids = 0
        self._slot = now
        self.rest = Rest(self)

    # Time

    @property
    def now(self) -> datetime:
        return self.clockwork.now

    def next_due(self) -> datetime | None:
        return self.clockwork.next_due()

    def run_until(self, until: datetime) -> None:
        while self.clockwork.run_next(until):
            pass

    # The REST API

    def transport(self) -> httpx.BaseTransport:
        """For a client in the same process: no socket, the same answers, and silence as a client sees it."""
        return httpx.MockTransport(self._respond)

    def request(self, method: str, path: str, pairs: list[tuple[str, str]], authorised: bool = True) -> Answer | Fault:
        """One request, with its fault if it has one; a fault that is carried out is."""
        self.objections += judge.objections(method, path, pairs)
        fault = self.faults.of_request(method, path)
        if fault is not None:
            self.faults.seen.append(fault)
            if fault.is_carried_out and authorised:
                self.rest.carry_out(method, path, pairs)
            self.requests.append((method, path, pairs, 0))
            return fault
        answer = self.rest.carry_out(method, path, pairs) if authorised else Answer(401, {"code": 20003})
        self.requests.append((method, path, pairs, answer.status))
        return answer

    def _respond(self, request: httpx.Request) -> httpx.Response:
        pairs = parse_qsl(request.content.decode(), keep_blank_values=True)
        pairs += list(request.url.params.multi_items())
        if request.url.path.endswith(".wav"):
            return self._sound(request)
        if "/Media/" in request.url.path and request.method == "GET":
            return self._file(request)
        given = self.request(request.method, request.url.path, pairs, is_ours(request.headers["Authorization"]))
        match given:
            case Fault.TOO_MANY:
                return httpx.Response(429, json={"code": 20429, "status": 429}, headers={"Retry-After": "1"})
            case Fault.BROKEN_BEFORE | Fault.BROKEN_AFTER:
                return httpx.Response(500, json={"code": 20500, "status": 500})
            case Fault.SILENT_BEFORE | Fault.SILENT_AFTER:
                raise httpx.ReadTimeout("nothing came", request=request)
            case Fault.NO_CONNECTION:
                raise httpx.ConnectError("refused", request=request)
            case Fault.GARBLED:
                return httpx.Response(201, text='{"sid": "CA')
            case Answer():
                return httpx.Response(given.status, json=given.body) if given.body else httpx.Response(given.status)

    def _keep_message(self, sid: str) -> None:
        self.recordings.add(sid)
        self.mono.add(sid)

    def _file(self, request: httpx.Request) -> httpx.Response:
        """A file that came with a text. Twilio asks for the credentials and answers where it is; there nobody may be
        told them. OpenAPI describes the resource only, so nothing judges these."""
        sid = request.url.path.rpartition("/")[2]
        authorization = request.headers.get("Authorization")
        if request.url.host == FILES:
            self.objections += ["our credentials went to another host"] if authorization else []
            return httpx.Response(200, content=self.texts.media[sid])
        if not is_ours(authorization):
            return httpx.Response(401, json={"code": 20003})
        if sid not in self.texts.media:
            return httpx.Response(404, json={"code": 20404})
        return httpx.Response(307, headers={"Location": f"https://{FILES}/Media/{sid}"})

    def _sound(self, request: httpx.Request) -> httpx.Response:
        found = self.sound(request.url.path, request.url.params.get("RequestedChannels", ""))
        if isinstance(found, int):
            status = 404 if found == 20404 else 400
            return httpx.Response(status, json={"code": found, "status": status})
        return httpx.Response(200, content=found, headers={"Content-Type": "audio/x-wav"})

    def sound(self, path: str, channels: str) -> bytes | int:
        """A recording's file, or the code that refuses it; OpenAPI describes the resource only."""
        sid = path.rpartition("/")[2].removesuffix(".wav")
        if sid not in self.recordings:
            return 20404
        if channels == "2" and sid in self.mono:
            return 16113
        return conversation(sid, 5.0, int(channels or "1"))

    # Making calls

    def create(self, form: dict[str, Any]) -> Leg | int:
        """A new call, or the error code that refuses it."""
        to = form["To"]
        far = self._far_end(to)
        if far.refused is not None:
            return far.refused
        if sum(leg.is_live for leg in self.legs.values()) >= self.concurrent:
            return 10004
        self.called[to] += 1
        leg = Leg(self.new_sid("CA"), to, form["From"], far, self.now, form)
        self.legs[leg.sid] = leg
        self.network.dial(leg, self.queue_seconds(take=True))
        return leg

    def ring_us(self, from_: str, to: str, base: str, far: FarEnd | None = None) -> Leg:
        """Somebody calls one of our numbers, which are set up to ask and tell the given application."""
        leg = Leg(self.new_sid("CA"), to, from_, far or FarEnd(), self.now, direction="inbound")
        self.legs[leg.sid] = leg
        self.network.ring_us(leg, f"{base}/inbound/call", f"{base}/inbound/status")
        return leg

    def queue_seconds(self, *, take: bool = False) -> float:
        """How long the next call waits for its turn; above the rate they are queued, for up to a day."""
        slot = max(self.now, self._slot)
        if take and self.calls_per_second < inf:
            self._slot = slot + timedelta(seconds=1 / self.calls_per_second)
        waits = slot - self.now
        return waits.total_seconds() if waits > QUEUE_ROUNDING else 0.0

    def fill_queue(self, seconds: float) -> None:
        """So many seconds' worth of other calls are waiting before the next one."""
        self._slot = self.now + timedelta(seconds=seconds)

    def _far_end(self, number: str) -> FarEnd:
        return self.agents if number.startswith("client:") else self.people(number, self.called[number])

    def new_sid(self, kind: str) -> str:
        self._sids += 1
        return f"{kind}{self._sids:032x}"

    # Looking

    def leads(self) -> list[Leg]:
        return [leg for leg in self.legs.values() if not leg.is_agent]

    def live(self) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.status in LIVE]

    def creates(self, what: str = "Calls.json") -> Sequence[list[tuple[str, str]]]:
        """The forms of all requests to create something."""
        return [pairs for method, path, pairs, _ in self.requests if method == "POST" and path.endswith(what)]

    def problems(self) -> list[str]:
        """Whatever Twilio would have objected to."""
        return [*self.objections, *self.network.errors, *map(str, self.hooks.refused)]
