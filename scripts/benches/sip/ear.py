"""From a lead's answer to the agent's ear, by sound: two telephones of our own on a real floor, and the time between
the lead's 200 OK and the first packet at the agent's phone in which the lead is heard."""

import re
import socket
import threading
import time
from dataclasses import dataclass, field

import numpy as np

from tests.sip.rtp import FRAME, HEADER, samples_of, ulaw_of
from tests.support.sipp import free_port

LOUD = 500
"""Of 32767: far above the silence that the bridge sends while nobody is connected, far below our tone."""
TALK_SECONDS = 0.5
PACKET_SECONDS = 0.02
_TONE = ulaw_of((8000 * np.sin(2 * np.pi * 1000 * np.arange(FRAME) / 8000)).astype(np.int32))


def _header(message: str, name: str) -> str:
    found = re.search(rf"(?im)^{name}\s*:\s*(.*?)\s*$", message)
    return found[1] if found else ""


@dataclass
class Telephone:
    """Answers every call at once. One that talks says a tone for a while and hangs up."""

    address: str
    talks: bool
    port: int = field(default_factory=free_port)
    answered_at: list[float] = field(default_factory=list)
    heard_at: list[float] = field(default_factory=list)
    """When sound began after a silence."""

    def __post_init__(self) -> None:
        self._sip, self._sound = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        self._sip.bind((self.address, self.port))
        self._sound.bind((self.address, 0))
        self._sound_port = self._sound.getsockname()[1]
        for each in (self._sip, self._sound):
            each.settimeout(0.2)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._answer, self._listen)]

    def __enter__(self) -> "Telephone":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._sip.close()
        self._sound.close()

    def _answer(self) -> None:
        while not self._over.is_set():
            try:
                packet, source = self._sip.recvfrom(8192)
            except TimeoutError:
                continue
            message = packet.decode()
            if message.startswith("INVITE "):
                self._sip.sendto(self._reply(message, self._sdp()), source)
                self.answered_at.append(time.monotonic())
                if self.talks:
                    threading.Thread(target=self._talk, args=(message, source), daemon=True).start()
            elif message.startswith(("BYE ", "CANCEL ")):
                self._sip.sendto(self._reply(message, ""), source)

    def _sdp(self) -> str:
        lines = ["v=0", f"o=- 1 1 IN IP4 {self.address}", "s=-", f"c=IN IP4 {self.address}", "t=0 0"]
        return "\r\n".join([*lines, f"m=audio {self._sound_port} RTP/AVP 0", "a=rtpmap:0 PCMU/8000", ""])

    def _reply(self, message: str, body: str) -> bytes:
        to = _header(message, "To")
        lines = ["SIP/2.0 200 OK", *(f"Via: {via}" for via in re.findall(r"(?im)^Via:\s*(.*?)\s*$", message))]
        lines += [f"From: {_header(message, 'From')}", f"To: {to if ';tag=' in to else f'{to};tag=here'}"]
        lines += [f"Call-ID: {_header(message, 'Call-ID')}", f"CSeq: {_header(message, 'CSeq')}"]
        lines += [f"Contact: <sip:far@{self.address}:{self.port}>", "Content-Type: application/sdp"]
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]).encode()

    def _talk(self, invite: str, source: tuple[str, int]) -> None:
        host = re.search(r"(?m)^c=IN IP4 (\S+)", invite)
        port = re.search(r"(?m)^m=audio (\d+)", invite)
        assert host is not None
        assert port is not None
        began = time.monotonic()
        for sequence in range(round(TALK_SECONDS / PACKET_SECONDS)):
            header = b"\x80\x00" + sequence.to_bytes(2) + (sequence * FRAME).to_bytes(4) + b"\x00\x00\x00\x02"
            self._sound.sendto(header + _TONE, (host[1], int(port[1])))
            time.sleep(max(0.0, began + (sequence + 1) * PACKET_SECONDS - time.monotonic()))
        target = re.search(r"<(.*?)>", _header(invite, "Contact"))
        assert target is not None
        lines = [f"BYE {target[1]} SIP/2.0", f"Via: SIP/2.0/UDP {self.address}:{self.port};branch=z9hG4bK{began:f}"]
        lines += [f"From: {_header(invite, 'To')};tag=here", f"To: {_header(invite, 'From')}"]
        lines += [f"Call-ID: {_header(invite, 'Call-ID')}", "CSeq: 1 BYE", "Max-Forwards: 70"]
        self._sip.sendto("\r\n".join([*lines, "Content-Length: 0", "", ""]).encode(), source)

    def _listen(self) -> None:
        was_loud = False
        while not self._over.is_set():
            try:
                packet = self._sound.recv(2048)
            except TimeoutError:
                was_loud = False
                continue
            is_loud = int(np.abs(samples_of(packet[HEADER:])).mean()) > LOUD
            if is_loud and not was_loud:
                self.heard_at.append(time.monotonic())
            was_loud = is_loud


def waits_ms(lead: Telephone, agent: Telephone) -> list[float]:
    """For each answer the time until it was heard; an answer that nobody heard before the next one counts as the time
    until then."""
    found = []
    for at, until in zip(lead.answered_at, [*lead.answered_at[1:], float("inf")], strict=True):
        heard = next((each for each in agent.heard_at if at <= each < until), None)
        if heard is not None:
            found.append(1000 * (heard - at))
        elif until != float("inf"):
            found.append(1000 * (until - at))
    return found
