"""The SIP trunk with our database and Valkey around it: the carrier as the composition root builds it, and its post."""

import hashlib
import json
import shutil
import subprocess
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError

from dialer.clock import Clock
from dialer.config import Settings
from dialer.logs import get_log
from dialer.purse import MICRODOLLARS_PER_CENT, SqlPurse
from dialer.recordings import FOLDER, message_file, tapes_folder
from dialer.spoken import OFFER, OFFERED_AFTER, RECORDED_NOTICE, words_of
from dialer.store import desk_phones, sip_calls
from dialer.store.desk_phones import DeskPhone
from dialer.store.session import Database
from telephony.carrier import Refused, TryLater, Uncertain
from telephony.endings import EndingKind, ending
from telephony.events import KEY_SECONDS
from telephony.limits import Limits
from telephony.numbers import AgentAddress
from telephony.sip.carrier import HOLD_MUSIC, RECORDING_NOTICE, SipCarrier
from telephony.sip.mail import Json, Letter
from telephony.sip.music import hold_music
from telephony.sip.sounds import NoSound, is_playable, playable
from telephony.sip.trunks import SipConfig

log = get_log(__name__)

ALIVE_SECONDS = 3
ANSWER_SECONDS = 10
VALKEY_AWAY_SECONDS = 0.5
UNREAD_SECONDS = 0.5
READ_SECONDS = 4
"""How much longer a letter that was read is waited for: a process that is slow answers it in the end."""


def build_sip_carrier(settings: Settings, config: SipConfig, db: Database, clock: Clock) -> SipCarrier:
    assert settings.redis_url is not None, "services are built with both stores"
    return SipCarrier(
        config,
        RedisPost(settings.redis_url, config.processes),
        Limits(settings.allowed_prefixes),
        SpokenMessages(settings, db),
        AgentPhones(config, db, clock),
        CampaignCalls(db),
        SqlPurse(db, SipCarrier.name, settings.daily_spend_cap_cents * MICRODOLLARS_PER_CENT),
        clock,
        tapes_folder(settings),
    )


class RedisPost:
    """Both ends of the post. Letters wait in one list, each answer in a list of its own that is soon forgotten."""

    def __init__(self, url: str, processes: int = 1) -> None:
        self._processes = processes
        self._redis: Redis = Redis.from_url(
            url, socket_connect_timeout=0.5, socket_timeout=10, health_check_interval=30
        )

    # The engine's end

    def there(self) -> frozenset[int]:
        try:
            found: Any = self._redis.mget([_alive(number) for number in range(self._processes)])
        except RedisError as problem:
            # Nothing has left us, so that the same order may be sent again.
            raise TryLater(VALKEY_AWAY_SECONDS) from problem
        return frozenset(number for number, status in enumerate(found) if status is not None)

    def ask(self, process: int, letter: Letter, seconds: float) -> Json | None:
        text = json.dumps(letter.to_json())
        try:
            self._redis.rpush(_letters(process), text)
            found: Any = self._redis.blpop([_answer_key(letter.id)], timeout=seconds)
            if found is None and self._redis.lrem(_letters(process), 1, text):
                # Taken back before anybody read it.
                raise TryLater(UNREAD_SECONDS)
            if found is None:
                found = self._redis.blpop([_answer_key(letter.id)], timeout=READ_SECONDS)
        except RedisError as problem:
            raise Uncertain("Valkey went away while an order was on its way: look the call up") from problem
        return json.loads(found[1]) if found is not None else None

    def statuses(self) -> dict[int, Json]:
        """What each living SIP process last said of itself."""
        try:
            found: Any = self._redis.mget([_alive(number) for number in range(self._processes)])
        except RedisError:
            return {}
        return {number: json.loads(status) for number, status in enumerate(found) if status is not None}

    # The SIP process's end

    def collect(self, process: int, seconds: float) -> list[Letter]:
        """The letters that are there, or the first one that comes within so many seconds."""
        first: Any = self._redis.blpop([_letters(process)], timeout=seconds)
        if first is None:
            return []
        more: Any = self._redis.lpop(_letters(process), 100) or []
        return [Letter.from_json(json.loads(text)) for text in (first[1], *more)]

    def answer(self, letter_id: str, answer: Json) -> None:
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.rpush(_answer_key(letter_id), json.dumps(answer))
            pipe.expire(_answer_key(letter_id), ANSWER_SECONDS)
            pipe.execute()

    def breathe(self, process: int, status: Json) -> None:
        """Says that a process lives; forgotten by itself when it does not say so again."""
        self._redis.set(_alive(process), json.dumps(status), ex=ALIVE_SECONDS)

    def leave(self, process: int) -> None:
        """A process is about to end, and what was written to it is void."""
        self._redis.delete(_alive(process), _letters(process))

    def close(self) -> None:
        self._redis.close()


def _letters(process: int) -> str:
    return f"sip:letters:{process}"


def _alive(process: int) -> str:
    return f"sip:alive:{process}"


def _answer_key(letter_id: str) -> str:
    return f"sip:answer:{letter_id}"


@dataclass(frozen=True, slots=True)
class SpokenMessages:
    """Recordings from the data folder; what has none is spoken by espeak-ng once and kept."""

    settings: Settings
    db: Database

    def of(self, call_id: str, message_id: str) -> Path | None:
        folder = self.settings.data_dir / FOLDER / "spoken"
        recorded = message_file(self.settings, message_id)
        if recorded is not None and (ready := made_playable(recorded, folder)) is not None:
            return ready
        if message_id == HOLD_MUSIC:
            return own_music(folder)
        if message_id == RECORDING_NOTICE:
            return speak(RECORDED_NOTICE, folder)
        with self.db.transaction() as conn:
            campaign_id = sip_calls.campaign_of(conn, call_id)
            words = words_of(conn, self.settings.brokerage_name, message_id, campaign_id, call_id)
        if message_id in OFFERED_AFTER:
            return speak(f"{words} {OFFER}", folder, pause_seconds=KEY_SECONDS)
        return speak(words, folder) if words else None


@dataclass(frozen=True, slots=True)
class AgentPhones:
    """Where agents' own phones are: registered with us, or all of them behind one PBX."""

    config: SipConfig
    db: Database
    clock: Clock

    def where(self, agent: AgentAddress) -> str:
        with self.db.transaction() as conn:
            phone = desk_phones.of_user(conn, int(agent.agent_id))
        found = contact_of(phone, self.config, agent, self.clock.now())
        if found is None and phone is not None:
            raise Refused(ending(EndingKind.unreachable, "the agent's phone is not registered with us"))
        if found is None:
            raise Refused(ending(EndingKind.our_settings, "the agent has no phone: give one on the People page"))
        return found


@dataclass(frozen=True, slots=True)
class CampaignCalls:
    """Calls are bridged within their campaign."""

    db: Database

    def of(self, call_id: str) -> tuple[str, str | None]:
        with self.db.transaction() as conn:
            return sip_calls.companion_of(conn, call_id)


def contact_of(phone: DeskPhone | None, config: SipConfig, agent: AgentAddress, now: datetime) -> str | None:
    """The address of an agent's own phone; None where it is not registered, or there is none."""
    if phone is not None:
        return phone.contact if phone.is_registered(now) else None
    return config.agent(agent)


VOICES: Sequence[str] = ("espeak-ng", "espeak")


def voice() -> str | None:
    """The program that reads texts aloud, if this machine has one."""
    return next((found for name in VOICES if (found := shutil.which(name)) is not None), None)


def speak(words: str, folder: Path, pause_seconds: int = 0) -> Path | None:
    """A WAV file in which these words are spoken, and a pause after them; None where nothing here can speak."""
    kept = folder / f"{hashlib.sha256(f'{pause_seconds} {words}'.encode()).hexdigest()[:24]}.wav"
    if kept.exists():
        return kept
    program = voice()
    if program is None:
        log.error("nothing_speaks", advice="install espeak-ng, or record the message as a WAV file")
        return None
    with _draft(kept) as draft:
        command = [program, "-s", "150", "-w", str(draft)]
        done = subprocess.run(command, input=words, text=True, capture_output=True, check=False)  # noqa: S603 - our own words
        if done.returncode:
            log.error("speaking_failed", code=done.returncode)
            return None
        add_pause(draft, pause_seconds)
        draft.replace(kept)
    return kept


def made_playable(recorded: Path, folder: Path) -> Path | None:
    """The recording as the bridge plays it: itself, or a copy with one channel of 16 bits, made once. None where it is
    in no form that we can read."""
    try:
        if is_playable(recorded):
            return recorded
        known = recorded.stat()
        kept = folder / f"{recorded.stem}.{known.st_mtime_ns}.{known.st_size}.wav"
        if not kept.exists():
            _keep(kept, playable(recorded))
    except NoSound as problem:
        log.error("message_unplayable", name=recorded.stem, problem=str(problem))
        return None
    return kept


def _keep(path: Path, data: bytes) -> None:
    with _draft(path) as draft:
        draft.write_bytes(data)
        draft.replace(path)


@contextmanager
def _draft(kept: Path) -> Iterator[Path]:
    """A file beside the one that is to be kept, to be renamed when it is whole; no other thread or process has it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(f".{uuid4().hex}.part")
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def own_music(folder: Path) -> Path:
    """What is played on hold where the operator has put no music of their own into the folder of messages."""
    kept = folder / "hold_music.wav"
    if not kept.exists():
        _keep(kept, hold_music())
    return kept


def add_pause(path: Path, seconds: int) -> None:
    """Silence at the end of a WAV file of 16-bit samples."""
    with wave.open(str(path), "rb") as file:
        form, sound = file.getparams(), file.readframes(file.getnframes())
    silence = bytes(form.framerate * seconds * form.sampwidth * form.nchannels)
    with wave.open(str(path), "wb") as file:
        file.setparams(form)
        file.writeframes(sound + silence)
