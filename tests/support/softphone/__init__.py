"""The voice SDK's place in the console, taken by a double: what the SDK would do over Twilio's network, it does with
Twilio's double. Everything before that seam is the console as it is."""

import json
import queue
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Response
from playwright.sync_api import BrowserContext

from tests.support.twilio_double.double import Double
from tests.support.twilio_double.leg import Leg
from tests.support.twilio_double.people import FarEnd
from tests.support.twilio_double.server import Running

HERE = Path(__file__).parent
DIST = Path(__file__).parents[3] / "webui" / "console" / "dist"
SDK = "@twilio/voice-sdk/esm/twilio.js"

BROWSER = FarEnd(answers_after=None, patience=1e9, talk=1e9, verdict=None)
"""Rings until somebody picks up."""

Event = dict[str, str] | None


class Softphones:
    """The browsers that are registered with the double, and what rings in them."""

    def __init__(self, network: Running) -> None:
        self.network = network
        self._waiting: dict[str, list[queue.Queue[Event]]] = defaultdict(list)
        self._lock = threading.Lock()
        network.do(self.attach)
        self.views = Blueprint("softphones", __name__, url_prefix="/softphones")
        self.views.get("/<identity>")(self._listen)
        self.views.get("/<sid>/<any(accept, end):what>")(self._act)

    def attach(self, double: Double) -> None:
        """From now on what rings for an agent rings in these browsers."""
        double.agents = BROWSER
        double.network.on_ring = lambda leg: self._tell(leg, "incoming")
        double.network.on_end = lambda leg: self._tell(leg, "ended")

    def registered(self, identity: str) -> bool:
        return bool(self._waiting[identity])

    def trouble(self, identity: str, kind: str, **more: str) -> None:
        """The SDK notices something by itself, such as a poor network."""
        self._send(identity, {"kind": kind, **more})

    def close(self) -> None:
        for identity in list(self._waiting):
            self._send(identity, None)

    def _tell(self, leg: Leg, kind: str) -> None:
        if leg.is_agent:
            self._send(leg.to.removeprefix("client:"), {"kind": kind, "sid": leg.sid})

    def _send(self, identity: str, event: Event) -> None:
        with self._lock:
            for waiting in self._waiting[identity]:
                waiting.put(event)

    def _listen(self, identity: str) -> Response:
        mine: queue.Queue[Event] = queue.Queue()
        with self._lock:
            self._waiting[identity].append(mine)

        def events() -> Iterator[str]:
            try:
                yield "retry: 100\n\n"
                while (event := self._next(mine)) is not None:
                    yield f"data: {json.dumps(event)}\n\n"
            finally:
                with self._lock:
                    self._waiting[identity].remove(mine)

        return Response(events(), mimetype="text/event-stream")

    def _next(self, mine: queue.Queue[Event]) -> Event:
        """Something is said now and then, since only then a server hears that a browser has left."""
        try:
            return mine.get(timeout=0.5)
        except queue.Empty:
            return {"kind": "quiet"}

    def _act(self, sid: str, what: str) -> Response:
        def work(double: Double) -> None:
            leg = double.legs[sid]
            if what == "accept":
                double.network.pick_up(leg)
            else:
                double.network.hang_up(leg)

        self.network.do(work)
        return Response(status=204)


def replace_sdk(context: BrowserContext) -> None:
    """Pages of this browser load the double where the console loads the voice SDK."""
    manifest: dict[str, Any] = json.loads((DIST / ".vite" / "manifest.json").read_text())
    (file,) = (chunk["file"] for source, chunk in manifest.items() if source.endswith(SDK))
    script = (HERE / "voice.js").read_text()
    context.route(f"**/{file}", lambda route: route.fulfill(body=script, content_type="text/javascript"))
