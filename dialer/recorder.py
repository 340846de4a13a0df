"""Recordings that carriers have made: kept in our own data folder, played, and deleted in time.

The carrier records; as soon as its recording is whole we fetch it, draw its shape, and let the carrier delete its copy.
"""

from datetime import datetime
from functools import partial
from pathlib import Path

from dialer import kept_files, refusals
from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.core.waveform import WaveError, peaks_of
from dialer.kept_files import MESSAGE_KEPT, Fetched, Shelf, Unfit, may_open
from dialer.refusals import Refused
from dialer.store import audit, live, recordings
from dialer.store.accounts import Account
from dialer.store.recordings import Recording
from telephony.carrier import KeepsRecordings
from telephony.events import RecordingReady

FOLDER = "recordings"

TRIES = 20
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
            is_cut=event.is_cut,
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
        if found is None or found.state != "kept" or not may_open(conn, by, found):
            return refusals.missing("recording")
        if begins:
            audit.record(conn, now, by.id, "recording.played", "recording", recording_id, {"lead": found.lead_id})
    path = file_of(services.settings, recording_id)
    return path if path.is_file() else refusals.missing("recording")


def tend(services: Services, now: datetime) -> None:
    """Fetches what carriers have ready, and deletes what has been kept long enough."""
    kept_files.tend(services, _SHELF, now)


def _fetch(services: Services, recording: Recording) -> Fetched:
    carrier: object = services.carriers.get(recording.carrier)
    theirs = recording.carrier_recording_id
    if not isinstance(carrier, KeepsRecordings) or theirs is None:
        raise Unfit("this carrier keeps no recordings")
    data = carrier.fetch_recording(theirs)
    try:
        seconds, peaks = peaks_of(data)
    except WaveError as problem:
        raise Unfit("this is no recording") from problem
    return Fetched(data, partial(recordings.kept, recording_id=recording.id, seconds=seconds, peaks=peaks))


def _forget(services: Services, recording: Recording) -> None:
    carrier: object = services.carriers.get(recording.carrier)
    if isinstance(carrier, KeepsRecordings) and recording.carrier_recording_id is not None:
        carrier.forget_recording(recording.carrier_recording_id)


_SHELF = Shelf(
    noun="recording",
    path=file_of,
    tries=TRIES,
    at_once=AT_ONCE,
    take_ready=recordings.take_ready,
    expired=recordings.expired,
    end=recordings.end,
    fetch=_fetch,
    forget=_forget,
)
