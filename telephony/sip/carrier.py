"""The SIP trunk behind the same seam as every carrier: orders go by post to the process that owns the calls."""

import wave
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from telephony.capacity import Capacity
from telephony.carrier import Receipt, Refused, TryLater, Uncertain
from telephony.endings import EndingKind, ending
from telephony.events import CallEvent
from telephony.limits import Limits
from telephony.money import Cost, Purse
from telephony.numbers import AgentAddress, Network
from telephony.orders import (
    CallRole,
    Hold,
    LeaveVoicemail,
    LiveCallOrder,
    LookUpCall,
    LookUpText,
    Order,
    PlaceCall,
    PlayMessage,
    SendText,
    StartRecording,
)
from telephony.sip import tape_files
from telephony.sip.mail import Letter, Post, read_answer
from telephony.sip.shares import choose, owner_of
from telephony.sip.tape_files import NoTape
from telephony.sip.trunks import SipConfig

PATIENCE = 3.0
"""Seconds for an answer by post. The process answers within milliseconds; what takes longer is hung or dead."""

LIKELY_MINUTES = 5

HOLD_MUSIC = "hold_music"
RECORDING_NOTICE = "recording_notice"
"""Names of messages that the orders for them do not carry."""

NO_PROCESS_SECONDS = 1.0


class Clock(Protocol):
    def now(self) -> datetime: ...


class Recordings(Protocol):
    """Where the words of messages come from."""

    def of(self, call_id: str, message_id: str) -> Path | None:
        """A WAV file that says this message on this call; None where there is none."""


class Phones(Protocol):
    """Knows where agents' own phones are."""

    def where(self, agent: AgentAddress) -> str:
        """The SIP address; raises `Refused` where there is none, or it cannot be called now."""


class Companions(Protocol):
    """Knows with whom calls may have to be bridged."""

    def of(self, call_id: str) -> tuple[str, str | None]:
        """The group of the calls that this one may be bridged with, and the name of one of them that is up."""


class SipCarrier:
    """Sends letters. Everything that happens by itself comes from the SIP process."""

    name = "sip"
    coaches = True

    def __init__(
        self,
        config: SipConfig,
        post: Post,
        limits: Limits,
        recordings: Recordings,
        phones: Phones,
        companions: Companions,
        purse: Purse,
        clock: Clock,
        tapes: Path,
    ) -> None:
        self.config = config
        self.capacity = Capacity(config.calls_per_second, config.channels)
        self._post = post
        self._limits = limits
        self._recordings = recordings
        self._phones = phones
        self._companions = companions
        self._purse = purse
        self._clock = clock
        self._tapes = tapes

    def carry_out(self, order: Order) -> Receipt:
        match order:
            case PlaceCall():
                return self._place(order)
            case SendText():
                raise Refused(ending(EndingKind.our_settings, "a SIP trunk carries no texts"))
            case LookUpText():
                return Receipt()
            case LookUpCall():
                return self._find(order)
            case PlayMessage() | LeaveVoicemail():
                return self._ask(order, self._recordings.of(order.call_id, order.message_id))
            case Hold():
                return self._ask(order, self._recordings.of(order.call_id, HOLD_MUSIC))
            case StartRecording(announced=True):
                return self._ask(order, self._recordings.of(order.call_id, RECORDING_NOTICE))
            case _:
                return self._ask(order)

    def fetch_recording(self, recording_id: str) -> bytes:
        """The person's side on the left, what they heard on the right."""
        try:
            return tape_files.joined(self._tapes, recording_id)
        except (NoTape, OSError, wave.Error) as problem:
            raise Refused(ending(EndingKind.wrong_state, "there is no such recording that could be read")) from problem

    def forget_recording(self, recording_id: str) -> None:
        tape_files.forget(self._tapes, recording_id)

    def look_up(self, call_id: str, carrier_call_id: str | None = None) -> tuple[CallEvent, ...]:
        news = self._find(LookUpCall(call_id=call_id, carrier_call_id=carrier_call_id)).news
        return tuple(event for event in news if isinstance(event, CallEvent))

    def _place(self, order: PlaceCall) -> Receipt:
        self._check(order)
        agent_uri = self._phones.where(order.to) if isinstance(order.to, AgentAddress) else None
        cost = self._cost(order)
        if not self._purse.reserve(order.call_id, cost, self._clock.now()):
            raise Refused(ending(EndingKind.our_limit, "the day's spending cap (RELIST_DAILY_SPEND_CAP)"))
        try:
            receipt = self._ask(order, agent_uri=agent_uri)
        except (Refused, TryLater):
            self._purse.release(order.call_id)
            raise
        return replace(receipt, reserved_microdollars=cost.microdollars)

    def _check(self, order: PlaceCall) -> None:
        networks = {trunk.network for trunk in self.config.trunks}
        refusals = [self._limits.refusal(network, order.to) for network in networks or {Network.public}]
        if all(refusals):
            no = refusals[0]
            assert no is not None, "all of them are refusals"
            raise Refused(no)

    def _cost(self, order: PlaceCall) -> Cost:
        if isinstance(order.to, AgentAddress):
            return Cost(0)
        minutes = order.max_seconds // 60 if order.role is CallRole.agent_leg else LIKELY_MINUTES
        return Cost(self.config.microdollars_per_minute * minutes, self.config.microdollars_per_minute)

    def _find(self, order: LookUpCall) -> Receipt:
        """What the process that has a call knows of it. One whose name we never heard may be with any of them."""
        owner = owner_of(order.carrier_call_id)
        if owner is not None or self.config.processes == 1:
            return self._ask(order)
        there = self._post.there()
        if len(there) < self.config.processes:
            # Whoever is away may be the one that has it.
            raise TryLater(NO_PROCESS_SECONDS)
        answers = [self._send(process, order) for process in sorted(there)]
        return next((answer for answer in answers if answer.carrier_call_id is not None), answers[0])

    def _ask(
        self, order: PlaceCall | LiveCallOrder, recording: Path | None = None, agent_uri: str | None = None
    ) -> Receipt:
        there = self._post.there()
        process = self._process_for(order, there)
        if process not in there:
            raise TryLater(NO_PROCESS_SECONDS)
        return self._send(process, order, recording, agent_uri)

    def _process_for(self, order: PlaceCall | LiveCallOrder, there: frozenset[int]) -> int | None:
        if self.config.processes == 1:
            return 0
        if not isinstance(order, PlaceCall):
            return owner_of(order.carrier_call_id)
        group, companion = self._companions.of(order.call_id)
        owner = owner_of(companion)
        return owner if owner in there or not there else choose(group, there)

    def _send(
        self,
        process: int,
        order: PlaceCall | LiveCallOrder,
        recording: Path | None = None,
        agent_uri: str | None = None,
    ) -> Receipt:
        until = self._clock.now() + timedelta(seconds=PATIENCE)
        letter = Letter(id=uuid4().hex, order=order, until=until, recording=recording, agent_uri=agent_uri)
        answer = self._post.ask(process, letter, PATIENCE)
        if answer is None:
            raise Uncertain("the SIP process gave no answer: look the call up")
        return read_answer(answer)
