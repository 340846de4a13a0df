"""What the SIP process's phone hands over beside its events, put down in the database; and tapes of dead processes."""

from dataclasses import asdict
from datetime import datetime

from dialer import recorder
from dialer.bootstrap import Services
from dialer.logs import get_log
from dialer.recordings import tapes_folder
from dialer.store import recordings, screenings, sip_calls
from telephony.events import RecordingReady
from telephony.sip import tape_files
from telephony.sip.carrier import SipCarrier
from telephony.sip.notes import Note, Screened, Unrecorded
from telephony.sip.tape_files import NoTape

log = get_log(__name__)

LATEST_MS = 32_767
"""The table has two bytes for each; only a poll after a long hang of the process is later."""


def keep(services: Services, note: Note) -> None:
    """Stores one note; the same again changes nothing."""
    match note:
        case RecordingReady():
            recorder.ready(services, note)
        case Unrecorded():
            with services.db.transaction() as conn:
                recordings.lose(conn, note.call_id)
        case Screened():
            _keep_screened(services, note)


def _keep_screened(services: Services, note: Screened) -> None:
    with services.db.transaction() as conn:
        screenings.add(
            conn,
            call_id=note.call_id,
            at=note.at,
            verdict=note.decision.verdict,
            reason=note.decision.reason,
            at_ms=note.decision.at_ms,
            parameters=asdict(note.decision.parameters),
            times_ms=[min(at_ms, LATEST_MS) for at_ms, _ in note.trace],
            levels=[level for _, level in note.trace],
        )


def mend_tapes(services: Services, now: datetime) -> None:
    """Recordings that were running when their process ended are closed, and handed over like all others. Tapes that
    nobody waits for any more are deleted."""
    folder = tapes_folder(services.settings)
    there = list(tape_files.legs_in(folder))
    with services.db.transaction() as conn:
        wanted, needless = sip_calls.tapes(conn, SipCarrier.name, there)
    for leg_id in needless:
        tape_files.forget(folder, leg_id)
    for leg_id in wanted:
        try:
            seconds = tape_files.seconds_of(folder, leg_id)
        except (NoTape, OSError) as problem:
            log.warning("tape_lost", call_id=leg_id, error=str(problem))
            continue
        key = f"{leg_id}:taped"
        keep(services, RecordingReady(call_id=leg_id, at=now, event_key=key, recording_id=leg_id, seconds=seconds))
