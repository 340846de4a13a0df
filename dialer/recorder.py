"""Recordings that carriers have made: kept in our own data folder, played, and deleted in time.

The carrier records; as soon as its recording is whole we fetch it, draw its shape, and let the carrier delete its copy.
"""

from datetime import datetime, timedelta
from pathlib import Path

from dialer import leads, refusals
from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.core.roles import Role
from dialer.core.waveform import WaveError, peaks_of
from dialer.kept_files import write_whole
from dialer.logs import get_log
from dialer.refusals import Refused
from dialer.store import audit, live, recordings
from dialer.store.accounts import Account
from dialer.store.recordings import Recording
from dialer.store.session import Connection
from telephony.carrier import CarrierError, KeepsRecordings
from telephony.events import RecordingReady

log = get_log(__name__)

FOLDER = "recordings"

MESSAGE_KEPT = timedelta(days=90)
"""How long a message is kept that a caller left; a conversation as long as its campaign says."""

AGAIN_AFTER = timedelta(minutes=2)
TRIES = 20
"""A recording that cannot be fetched for so long is given up, and said to be lost."""

AT_ONCE = 20


def ready(services: Services, event: RecordingReady) -> None:
    """The carrier's recording is whole: it waits to be fetched."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        until = recordings.delete_at(conn, event.call_id) if event.of_conversation else None
        lead_id = recordings.ready(
            conn,
            call_id=event.call_id,
            kind="conversation" if event.of_conversation else "message",
            recording_id=event.recording_id,
            seconds=event.seconds,
            at=now,
            until=until or now + MESSAGE_KEPT,
        )
        if lead_id is not None:
            live.mark(conn, "lead", lead_id)
    services.waker.wake("engine")


def file_of(settings: Settings, recording_id: int) -> Path:
    return settings.data_dir / FOLDER / f"{recording_id}.wav"


def listen(services: Services, by: Account, recording_id: int, *, begins: bool) -> Path | Refused:
    """The file, for somebody who may see the lead; for callers whom we do not know, for managers. `begins` tells the
    start of listening, which is noted, from a further part of the same."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        found = recordings.load(conn, recording_id)
        if found is None or found.state != "kept" or not _may_hear(conn, by, found):
            return refusals.missing("recording")
        if begins:
            audit.record(conn, now, by.id, "recording.played", "recording", recording_id, {"lead": found.lead_id})
    path = file_of(services.settings, recording_id)
    return path if path.is_file() else refusals.missing("recording")


def _may_hear(conn: Connection, by: Account, recording: Recording) -> bool:
    if recording.lead_id is None:
        return by.role.may_act_as(Role.MANAGER)
    return leads.may_see(conn, by, recording.lead_id)


def tend(services: Services, now: datetime) -> None:
    """Fetches what carriers have ready, and deletes what has been kept long enough."""
    with services.db.transaction() as conn:
        found = recordings.take_ready(conn, now, now + AGAIN_AFTER, AT_ONCE)
    for each in found:
        _fetch(services, each, now)
    with services.db.transaction() as conn:
        expired = recordings.expired(conn, now, AT_ONCE)
        for each in expired:
            file_of(services.settings, each.id).unlink(missing_ok=True)
            recordings.end(conn, each.id, "deleted")
            audit.record(conn, now, None, "recording.deleted", "recording", each.id)
            if each.lead_id is not None:
                live.mark(conn, "lead", each.lead_id)
    for each in expired:
        if each.state == "ready":
            _forget(services, each)


def _fetch(services: Services, recording: Recording, now: datetime) -> None:
    carrier: object = services.carriers.get(recording.carrier)
    theirs = recording.carrier_recording_id
    try:
        if not isinstance(carrier, KeepsRecordings) or theirs is None:
            raise WaveError("this carrier keeps no recordings")
        data = carrier.fetch_recording(theirs)
        seconds, peaks = peaks_of(data)
    except (CarrierError, WaveError) as problem:
        log.warning("recording_not_fetched", recording_id=recording.id, error=type(problem).__name__)
        if recording.tries >= TRIES:
            _end(services, recording, "lost")
        return
    write_whole(file_of(services.settings, recording.id), data)
    with services.db.transaction() as conn:
        recordings.kept(conn, recording.id, seconds, peaks)
        if recording.lead_id is not None:
            live.mark(conn, "lead", recording.lead_id)
    services.waker.wake("live")
    _forget(services, recording)


def _forget(services: Services, recording: Recording) -> None:
    carrier: object = services.carriers.get(recording.carrier)
    if not isinstance(carrier, KeepsRecordings) or recording.carrier_recording_id is None:
        return
    try:
        carrier.forget_recording(recording.carrier_recording_id)
    except CarrierError as problem:
        # Their copy stays with them; ours has its own end.
        log.warning("recording_stays_at_carrier", recording_id=recording.id, error=type(problem).__name__)


def _end(services: Services, recording: Recording, state: str) -> None:
    with services.db.transaction() as conn:
        recordings.end(conn, recording.id, state)
        if recording.lead_id is not None:
            live.mark(conn, "lead", recording.lead_id)
