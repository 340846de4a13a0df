"""Twilio's end of the voice SDK's own websocket, as far as a browser phone needs it: it registers, it is called by a
peer in the same page, and it is hung up on. With this the SDK itself runs, and the console's adapter to it."""

import json
import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, WebSocketRoute

from telephony.practice.voices import conversation

CALL = "CA" + "7" * 32
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}

OFFER = """
    async () => {
        const peer = new RTCPeerConnection();
        const tone = new AudioContext();
        const source = tone.createOscillator();
        const out = tone.createMediaStreamDestination();
        source.connect(out);
        source.start();
        peer.addTrack(out.stream.getTracks()[0], out.stream);
        await peer.setLocalDescription(await peer.createOffer());
        while (peer.iceGatheringState !== "complete")
            await new Promise(done => peer.addEventListener("icegatheringstatechange", done, { once: true }));
        window.farEnd = peer;
        return peer.localDescription.sdp;
    }
"""


class Signalling:
    """What the SDK says, and what it is told."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[tuple[str, dict[str, Any]]] = []
        self._socket: WebSocketRoute | None = None
        context.route_web_socket(re.compile(r"^wss://[a-z0-9.-]+\.twilio\.com/"), self._connected)
        context.route(
            re.compile(r"^https://[a-z0-9.-]+\.twilio\.com/"),
            # Its sounds, and where it reports how its calls fare.
            lambda route: route.fulfill(body=conversation("tone", 0.1, 1), content_type="audio/wav", headers=CORS),
        )

    def _connected(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.on_message(self._heard)

    def _heard(self, message: str | bytes) -> None:
        letter = json.loads(message) if str(message).strip() else {}
        kind, payload = letter.get("type", ""), letter.get("payload", {})
        self.said.append((kind, payload))
        if kind == "listen":
            self.tell("connected", region="us1", edge="ashburn", home="us1", token={"identity": "agent", "ttl": 3600})
        elif kind == "register":
            self.tell("ready")

    def tell(self, kind: str, **payload: Any) -> None:
        assert self._socket is not None, "the SDK has not connected"
        self._socket.send(json.dumps({"type": kind, "payload": payload, "version": "1.6"}))

    def call(self, page: Page) -> None:
        """A peer in the page itself calls the phone."""
        self.tell(
            "invite",
            callsid=CALL,
            sdp=page.evaluate(OFFER),
            parameters={"CallSid": CALL, "From": "client:relist", "To": "client:agent", "AccountSid": "AC"},
        )

    def answer(self) -> str | None:
        """What the phone answered, if it did."""
        return next((payload["sdp"] for kind, payload in self.said if kind == "answer"), None)
