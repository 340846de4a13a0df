"""The SIP library's own objects: calls, accounts and its log, each of whose news goes to a listener.

Their callbacks run inside `Endpoint.handle_events`, in the thread that owns the library. What is raised in one of them
would vanish without a word, so each reports its own failure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from telephony.sip.library import pj
from telephony.sip.reading import Last, read_headers

Report = Callable[[str], None]
"""Takes the name of what went wrong in a callback, where an exception would vanish."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Packets of sound that have come in, and those that are missing between them."""

    received: int = 0
    lost: int = 0

    def __add__(self, other: "Sound") -> "Sound":
        return Sound(self.received + other.received, self.lost + other.lost)


class Listener(Protocol):
    """Whom news comes to."""

    def heard(self, leg_id: str, call: int) -> None: ...

    def ringing(self, leg_id: str, call: int, code: int) -> None: ...

    def confirmed(self, leg_id: str, call: int) -> None: ...

    def sound(self, leg_id: str, call: int, media: Any) -> None: ...

    def pressed(self, leg_id: str, call: int, key: str) -> None: ...

    def unconfirmed(self, leg_id: str, call: int) -> None: ...

    def disconnected(self, leg_id: str, call: int, last: Last) -> None: ...

    def registered(self, trunk: str, *, is_known: bool, code: int) -> None: ...

    def probed(self, trunk: str, *, answers: bool) -> None: ...

    def answered(self, trunk: str, message: str) -> None: ...

    def refused_caller(self) -> None: ...

    def failed(self, where: str, leg_id: str | None) -> None: ...


class OwnCall(pj.Call):  # type: ignore[misc]  # the library has no types
    """One call of the library's, told apart by our own id of the leg."""

    def __init__(
        self, account: pj.Account, handle: int, leg_id: str, listener: Listener, gone: Callable[[int], None]
    ) -> None:
        super().__init__(account)
        self.handle = handle
        self.leg_id = leg_id
        self._listener = listener
        self._gone = gone
        self._was_heard = False
        self._sip_call_id = ""
        """While we wait for the last word."""

    def give_up(self) -> bool:
        """CANCEL or BYE. Whether the far end still has a word to say: it may have picked up as our CANCEL left."""
        info = self.getInfo()
        rang = self._was_heard and info.state < pj.PJSIP_INV_STATE_CONFIRMED
        self._sip_call_id = info.callIdString if rang else ""
        try:
            self.hangup(pj.CallOpParam(True))
        except pj.Error:
            self._sip_call_id = ""
            raise
        return rang

    def last_word(self) -> Last | None:
        """What became of a call that was given up while it rang; None until it is known.

        From then on the library tells nothing of it. A 200 that crosses our CANCEL it confirms and ends by BYE, which
        shows in the call's last code for as long as the far end takes to answer the BYE.
        """
        try:
            info = self.getInfo()
            is_there, code = info.callIdString == self._sip_call_id, info.lastStatusCode
        except pj.Error:
            is_there, code = False, 0
        if is_there and code // 100 == 2:
            return Last(code, info.lastReason, by_us=True, picked_up=True)
        return None if is_there else Last(pj.PJSIP_SC_REQUEST_TERMINATED, was_heard=False)

    def tell_end(self, last: Last) -> None:
        """Outside of a callback, and reported like one."""
        try:
            self._listener.disconnected(self.leg_id, self.handle, last)
        except Exception as problem:  # noqa: BLE001 - one call's trouble is not that of all others
            self._listener.failed(f"call given up: {type(problem).__name__}", self.leg_id)

    def onCallState(self, prm: Any) -> None:
        try:
            self._state(prm)
        except Exception as problem:  # noqa: BLE001 - an exception that leaves a callback vanishes
            self._listener.failed(f"call state: {type(problem).__name__}", self.leg_id)

    def onCallTsxState(self, prm: Any) -> None:
        try:
            change = prm.e.body.tsxState
            if change.type == pj.PJSIP_EVENT_RX_MSG:
                self._was_heard = True
                self._listener.heard(self.leg_id, self.handle)
            elif _is_without_ack(change):
                self._listener.unconfirmed(self.leg_id, self.handle)
        except Exception as problem:  # noqa: BLE001
            self._listener.failed(f"transaction state: {type(problem).__name__}", self.leg_id)

    def onCallMediaState(self, prm: Any) -> None:
        try:
            self._listener.sound(self.leg_id, self.handle, self._active_media())
        except Exception as problem:  # noqa: BLE001
            self._listener.failed(f"media state: {type(problem).__name__}", self.leg_id)

    def onDtmfDigit(self, prm: Any) -> None:
        try:
            self._listener.pressed(self.leg_id, self.handle, prm.digit)
        except Exception as problem:  # noqa: BLE001
            self._listener.failed(f"touch tone: {type(problem).__name__}", self.leg_id)

    def onCallTransferRequest(self, prm: Any) -> None:
        # Nobody out there decides where our calls go: a transfer would be a call that no rule has judged.
        prm.statusCode = pj.PJSIP_SC_DECLINE

    def onCallReplaceRequest(self, prm: Any) -> None:
        prm.statusCode = pj.PJSIP_SC_DECLINE

    def _state(self, prm: Any) -> None:
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_EARLY:
            self._listener.ringing(self.leg_id, self.handle, info.lastStatusCode)
        elif info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self._listener.confirmed(self.leg_id, self.handle)
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED and not self._sip_call_id:
            self._gone(self.handle)
            self._listener.disconnected(self.leg_id, self.handle, _last(info, prm.e))

    def _active_media(self) -> Any:
        # Held by a name: the library frees what hangs from a temporary value.
        info = self.getInfo()
        for media in info.media:
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status in _HEARD:
                return self.getAudioMedia(media.index)
        return None


def _is_without_ack(change: Any) -> bool:
    """Whether our answer to a far end's re-INVITE was repeated for 32 s and never confirmed. The library leaves it at
    that; RFC 3261, 13.3.1.4, wants the session ended."""
    timed_out = change.type == pj.PJSIP_EVENT_TIMER and change.tsx.state == pj.PJSIP_TSX_STATE_TERMINATED
    return bool(timed_out and change.tsx.role == pj.PJSIP_ROLE_UAS and change.tsx.method == "INVITE")


# A far end that holds the call may still send music.
_HEARD = (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)


# A BYE ends only what was answered.
_OF_ANSWERED = {("INVITE", 2), *(("BYE", hundreds) for hundreds in range(7))}


def _last(info: Any, event: Any) -> Last:
    source = event.body.tsxState if event.type == pj.PJSIP_EVENT_TSX_STATE else None
    heard = source is not None and source.type == pj.PJSIP_EVENT_RX_MSG
    said = read_headers(source.src.rdata.wholeMsg) if source is not None and heard else {}
    code = info.lastStatusCode
    picked_up = source is not None and (source.tsx.method, source.tsx.statusCode // 100) in _OF_ANSWERED
    # For a redirect that is not followed the library gives a code of its own.
    if source is not None and heard and source.tsx.method == "INVITE" and source.tsx.statusCode >= 300:
        code = source.tsx.statusCode
    by_us = source is not None and source.tsx.method == "BYE" and source.tsx.role == pj.PJSIP_ROLE_UAC
    return Last(code, info.lastReason, said, heard, by_us=by_us, picked_up=picked_up)


class Account(pj.Account):  # type: ignore[misc]
    """How we are known at one trunk."""

    def __init__(self, name: str, listener: Listener, strangers: list[pj.Call]) -> None:
        super().__init__()
        self.name = name
        self._listener = listener
        self._strangers = strangers

    def onRegState(self, prm: Any) -> None:
        try:
            if prm.code:
                self._listener.answered(self.name, prm.rdata.wholeMsg)
            known = prm.code // 100 == 2 and prm.expiration > 0
            self._listener.registered(self.name, is_known=known, code=prm.code)
        except Exception as problem:  # noqa: BLE001
            self._listener.failed(f"registration: {type(problem).__name__}", None)

    def onIncomingCall(self, prm: Any) -> None:
        """Nobody calls in here: callers to our numbers reach the carrier. What comes is scanners."""
        try:
            # Refused after this callback: ending a call inside it brings older versions of the library down.
            self._strangers.append(pj.Call(self, prm.callId))
            self._listener.refused_caller()
        except Exception as problem:  # noqa: BLE001
            self._listener.failed(f"incoming call: {type(problem).__name__}", None)

    def onSendRequest(self, prm: Any) -> None:
        """The end of an OPTIONS: whatever the answer, somebody is there, unless it came from our own timer."""
        try:
            event = prm.e
            heard = event.type == pj.PJSIP_EVENT_TSX_STATE and event.body.tsxState.type == pj.PJSIP_EVENT_RX_MSG
            code = event.body.tsxState.tsx.statusCode if heard else 0
            if heard:
                self._listener.answered(self.name, event.body.tsxState.src.rdata.wholeMsg)
            self._listener.probed(self.name, answers=heard and code not in (408, 503))
        except Exception as problem:  # noqa: BLE001
            self._listener.failed(f"probe: {type(problem).__name__}", None)


class Log(pj.LogWriter):  # type: ignore[misc]
    """The library's complaints. They may hold numbers and names, so that only the place that complains is kept."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self.is_off = False
        """While something is asked to which an error is an answer."""

    def write(self, entry: Any) -> None:
        if self.is_off:
            return
        words = str(entry.msg).split()
        self._report(words[1] if len(words) > 1 else "library")
