"""The SIP library behind a small face: one endpoint, one account per trunk, calls whose news comes to a listener.

Everything here is called by the one thread that made the `Endpoint`: the library ends the whole process when another
thread calls into it. Its callbacks run inside `handle_events`, in that same thread.
"""

import errno
import ssl
from collections import deque
from collections.abc import Sequence
from itertools import count
from time import monotonic

from telephony.carrier import Refused
from telephony.endings import EndingKind, ending
from telephony.sip.dialing import Request
from telephony.sip.library import claim, in_own_thread, pj, silenced
from telephony.sip.own_objects import Account, Listener, Log, OwnCall, Report, Sound
from telephony.sip.trunks import HOUSE, SipConfig, Srtp, Transport, Trunk

_TRANSPORTS = {
    Transport.udp: pj.PJSIP_TRANSPORT_UDP,
    Transport.tcp: pj.PJSIP_TRANSPORT_TCP,
    Transport.tls: pj.PJSIP_TRANSPORT_TLS,
}
_SRTP = {
    Srtp.off: pj.PJMEDIA_SRTP_DISABLED,
    Srtp.optional: pj.PJMEDIA_SRTP_OPTIONAL,
    Srtp.required: pj.PJMEDIA_SRTP_MANDATORY,
}
_WIDE = {"G722", "OPUS"}
KNOWN_TO_ALL = "AES_CM_128_HMAC_SHA1_80"
"""The suite that nobody who encrypts sound may lack (RFC 3711, 5)."""

LONGEST_READING_SECONDS = 0.02
"""Then orders have their turn, however much comes in."""

CLOSING_STEPS = 50
"""Of 10 ms: half a second for far ends to take our goodbye."""


class CannotDial(Exception):
    """The library would not make the call: nothing has left us."""


class NoRoom(CannotDial):
    """The library holds as many calls as it can. One that we have given up may stay with it for half a minute more: it
    tells of its end at once, and waits for the far end's word all the same (RFC 3261, 17.1.1.2, timer B)."""


TOO_MANY = 70_010
"""PJ_ETOOMANY."""
PORTS_IN_USE = 120_000 + errno.EADDRINUSE
"""PJ_STATUS_FROM_OS."""
PORTS_AT_ONCE = 200
"""The library looks at so many ports for sound, two at a time, and gives up where a floor's own agents hold all of
them. Asked again it goes on behind those."""

LEAST_SOCKET_PAIRS = 28
"""Calls have two sockets each, and the ready-made library has 64 places for sockets (PJ_IOQUEUE_MAX_HANDLES); some stay
free. It does not refuse a call when they are all taken: an assertion ends the process."""
SOCKET_PAIRS_PER_CALL = 2
"""Of the library that is built here."""
SOCKET_REST_SECONDS = 0.75
"""A closed socket keeps its place for half a second (PJ_IOQUEUE_KEY_FREE_DELAY), by the machine's own clock."""


class Endpoint:
    """The library, started. `close` before the process ends: it says goodbye to every call."""

    def __init__(self, config: SipConfig, most_calls: int, listener: Listener, report: Report) -> None:
        claim()
        self._config = config
        self._listener = listener
        self._report = report
        self._log = Log(report)
        self._endpoint = pj.Endpoint()
        self._accounts: dict[str, Account] = {}
        self._calls: dict[int, OwnCall] = {}
        self._leaving: dict[int, OwnCall] = {}
        """Given up while they rang; the far end has the last word."""
        self._gone: list[OwnCall] = []
        self._socket_pairs = max(LEAST_SOCKET_PAIRS, SOCKET_PAIRS_PER_CALL * most_calls)
        self._over_at: deque[float] = deque()
        self.has_unread = False
        """Whether something that has come in may still wait to be read."""
        self._strangers: list[pj.Call] = []
        self._handles = count(1)
        with silenced():
            self._endpoint.libCreate()
            self._endpoint.libInit(self._settings(most_calls))
        self._transports = {each: self._listen(each) for each in config.transports}
        # The bridge needs a clock, and a server has no sound card.
        self._endpoint.audDevManager().setNullDev()
        self._prefer(config.codecs)
        self._endpoint.libStart()
        for trunk in (*config.trunks, config.house):
            self._join(trunk)

    @in_own_thread
    def handle_events(self, milliseconds: int) -> None:
        """Handles what comes in within so many milliseconds, and what has come in meanwhile: the library itself reads
        one message at a time."""
        until = monotonic() + LONGEST_READING_SECONDS
        handled = self._read(milliseconds)
        while handled > 0 and monotonic() < until:
            handled = self._read(0)
        while self._strangers:
            self._turn_away(self._strangers.pop())
        self.has_unread = handled > 0

    def _read(self, milliseconds: int) -> int:
        handled = int(self._endpoint.libHandleEvents(milliseconds))
        self._gone.clear()
        if handled > 0 and self._leaving:
            self._hear_last_words()
        return handled

    def _hear_last_words(self) -> None:
        self._log.is_off = True
        told = [(call, last) for call in self._leaving.values() if (last := call.last_word()) is not None]
        self._log.is_off = False
        for call, last in told:
            del self._leaving[call.handle]
            call.tell_end(last)

    @in_own_thread
    def port(self, transport: Transport = Transport.udp) -> int:
        """Where we listen."""
        name = self._endpoint.transportGetInfo(self._transports[transport]).localName
        return int(name.rpartition(":")[2])

    def ports(self) -> frozenset[int]:
        return frozenset(self.port(transport) for transport in self._transports)

    @in_own_thread
    def codecs(self) -> list[str]:
        """What this build of the library speaks."""
        return sorted({each.codecId.partition("/")[0] for each in self._endpoint.codecEnum2()})

    @property
    def live(self) -> int:
        """Calls that take a place in the library."""
        return len(self._calls) + len(self._leaving)

    @in_own_thread
    def dial(self, leg_id: str, trunk: Trunk, request: Request) -> int:
        """Sends the INVITE; a handle of the call. Raises `CannotDial` if none has left.

        Nobody else holds the library's own object of a call. It names the call by a number that the next call is given
        again, and would reach into that one, or end it, if it lived on.
        """
        if not self._has_sockets():
            raise NoRoom("the sockets of calls that are just over still have their places")
        handle = next(self._handles)
        call = OwnCall(self._accounts[trunk.name], handle, leg_id, self._listener, self._put_away)
        how = pj.CallOpParam(True)
        how.txOption.localUri = request.from_
        # Sound only: a longer offer would only outgrow a UDP packet. (The ready-made library knows no text streams.)
        how.opt.videoCount = how.opt.textCount = 0
        lines = pj.SipHeaderVector()
        for name, value in request.headers:
            line = pj.SipHeader()
            line.hName, line.hValue = name, value
            lines.append(line)
        how.txOption.headers = lines
        looks = 1 + self._config.media_ports // PORTS_AT_ONCE
        while True:
            try:
                call.makeCall(request.to, how)
            except pj.Error as problem:
                looks -= 1
                if problem.status == PORTS_IN_USE and looks:
                    continue
                self._over_at.append(monotonic())
                kind = NoRoom if problem.status in (TOO_MANY, PORTS_IN_USE) else CannotDial
                raise kind(problem.reason) from None
            self._calls[handle] = call
            return handle

    def _has_sockets(self) -> bool:
        while self._over_at and self._over_at[0] < monotonic() - SOCKET_REST_SECONDS:
            self._over_at.popleft()
        return len(self._calls) + len(self._over_at) < self._socket_pairs

    @in_own_thread
    def hang_up(self, handle: int) -> None:
        """CANCEL or BYE, whichever it takes; nothing where the call is over already. `Listener.disconnected` hears of
        the end: of a call that rings, when its far end has said whether it had picked up."""
        call = self._calls.get(handle)
        if call is None:
            return
        try:
            if call.give_up():
                # Its sound is gone already.
                self._over_at.append(monotonic())
                self._leaving[handle] = self._calls.pop(handle)
        except pj.Error as problem:
            self._report(f"hang-up: {problem.status}")

    @in_own_thread
    def let_go(self, handle: int) -> None:
        """Hangs up, and waits for nobody's word."""
        self.hang_up(handle)
        self._leaving.pop(handle, None)

    @in_own_thread
    def send_digits(self, handle: int | None, digits: str) -> None:
        """Touch tones as RFC 4733 events. Raises `Refused` where the far end takes none, or the call is over."""
        call = self._calls.get(handle) if handle is not None else None
        try:
            if call is not None:
                call.dialDtmf(digits)
                return
        except pj.Error as problem:
            self._report(f"touch tones: {problem.status}")
        raise Refused(ending(EndingKind.wrong_state, "the far end takes no touch tones"))

    def packets_received(self, handle: int) -> int | None:
        sound = self.sound_of(handle)
        return sound.received if sound is not None else None

    @in_own_thread
    def sound_of(self, handle: int) -> Sound | None:
        """What has come in; None where there is no call."""
        call = self._calls.get(handle)
        if call is None:
            return None
        # Held by a name: the library frees what hangs from a temporary value.
        known = call.getStreamStat(0)
        return Sound(int(known.rtcp.rxStat.pkt), int(known.rtcp.rxStat.loss))

    def _turn_away(self, stranger: pj.Call) -> None:
        how = pj.CallOpParam()
        how.statusCode = pj.PJSIP_SC_NOT_FOUND
        try:
            stranger.hangup(how)
        except pj.Error as problem:
            self._report(f"turning away: {problem.status}")

    def _put_away(self, handle: int) -> None:
        """The library has said that a call is over; its object goes as soon as the callback has returned."""
        call = self._calls.pop(handle, None)
        if call is not None:
            self._gone.append(call)
            self._over_at.append(monotonic())

    @in_own_thread
    def probe(self, trunk: Trunk) -> None:
        """Asks a trunk whether it is there; `Listener.probed` hears the answer, if one comes."""
        how = pj.SendRequestParam()
        how.method = "OPTIONS"
        how.txOption.targetUri = trunk.server_uri
        try:
            self._accounts[trunk.name].sendRequest(how)
        except pj.Error:
            self._listener.probed(trunk.name, answers=False)

    @in_own_thread
    def register(self, trunk: str) -> None:
        """Asks a trunk anew to take our registration; `Listener.registered` hears what comes of it."""
        try:
            self._accounts[trunk].setRegistration(True)
        except pj.Error as problem:
            self._listener.registered(trunk, is_known=False, code=problem.status)

    @in_own_thread
    def close(self) -> None:
        """Ends every call and gives everything back."""
        self._endpoint.hangupAllCalls()
        for _ in range(CLOSING_STEPS):
            if not self._calls:
                break
            self.handle_events(10)
        # A call that outlives the library would reach into nothing.
        self._calls.clear()
        self._leaving.clear()
        self._gone.clear()
        # The library unregisters its accounts, and tells them of every question that is still open, so they go last.
        # It waits a second for answers, which come only where somebody is asked: our calls are over.
        registers = any(trunk.registers for trunk in self._config.trunks)
        self._endpoint.libDestroy(0 if registers else pj.PJSUA_DESTROY_NO_RX_MSG)
        self._accounts.clear()
        # The library allows no second endpoint while the first one's object lives.
        del self._endpoint

    def _settings(self, most_calls: int) -> pj.EpConfig:
        made = pj.EpConfig()
        made.uaConfig.threadCnt = 0
        made.uaConfig.mainThreadOnly = True
        made.uaConfig.maxCalls = most_calls
        # Scanners learn nothing from us.
        made.uaConfig.userAgent = ""
        made.medConfig.clockRate = 16_000 if _WIDE & {name.upper() for name in self._config.codecs} else 8_000
        made.medConfig.noVad = True
        made.medConfig.ecTailLen = 0
        made.medConfig.sndAutoCloseTime = -1
        made.logConfig.level = 1
        made.logConfig.consoleLevel = 0
        made.logConfig.msgLogging = 0
        made.logConfig.writer = self._log
        return made

    def _listen(self, transport: Transport) -> int:
        made = pj.TransportConfig()
        made.boundAddress = self._config.bind_address
        # TLS has the port beside, as 5061 stands beside 5060.
        made.port = self._config.bind_port and self._config.bind_port + (transport is Transport.tls)
        if self._config.public_address:
            made.publicAddress = self._config.public_address
        if transport is Transport.tls:
            made.tlsConfig.verifyServer = True
            made.tlsConfig.CaListFile = self._config.ca_file or ssl.get_default_verify_paths().cafile or ""
        return int(self._endpoint.transportCreate(_TRANSPORTS[transport], made))

    def _prefer(self, names: Sequence[str]) -> None:
        """Only what is named is offered, in that order."""
        wanted = [name.upper() for name in names]
        for each in self._endpoint.codecEnum2():
            name = each.codecId.partition("/")[0].upper()
            priority = 255 - wanted.index(name) if name in wanted else 0
            self._endpoint.codecSetPriority(each.codecId, priority)

    def _join(self, trunk: Trunk) -> None:
        made = pj.AccountConfig()
        made.idUri = trunk.account_uri
        # Agents' phones are of many kinds: each is called over what its own address asks for.
        if trunk.name != HOUSE:
            made.sipConfig.transportId = self._transports[trunk.transport]
        if trunk.user:
            made.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", trunk.user, 0, trunk.password or ""))
        if trunk.route:
            made.sipConfig.proxies.append(trunk.route)
        if trunk.registers:
            made.regConfig.registrarUri = trunk.server_uri
            made.regConfig.retryIntervalSec = self._config.registration_retry_seconds
            made.regConfig.firstRetryIntervalSec = self._config.registration_retry_seconds
            # Sooner or later by so much, lest all who were lost come back in the same moment.
            made.regConfig.randomRetryIntervalSec = self._config.registration_retry_seconds // 6
        self._sound_of(made, trunk)
        account = Account(trunk.name, self._listener, self._strangers)
        account.create(made)
        self._accounts[trunk.name] = account

    def _sound_of(self, made: pj.AccountConfig, trunk: Trunk) -> None:
        media = made.mediaConfig
        media.transportConfig.port = self._config.first_media_port
        media.transportConfig.portRange = self._config.media_ports
        media.transportConfig.boundAddress = self._config.bind_address
        if self._config.public_address:
            media.transportConfig.publicAddress = self._config.public_address
        media.srtpUse = _SRTP[trunk.srtp]
        # Required SRTP without TLS would send its keys in the clear; optional SRTP is better than none.
        media.srtpSecureSignaling = 1 if trunk.srtp is Srtp.required else 0
        if trunk.srtp is Srtp.optional:
            # All four would make an INVITE too long for a UDP packet (RFC 3261, 18.1.1).
            suite = pj.SrtpCrypto()
            suite.name = KNOWN_TO_ALL
            media.srtpOpt.cryptos.append(suite)
