"""Messages that agents leave on answering machines: recorded in the browser or uploaded, one for each attempt.

Every carrier plays them from the same folder. A recorded message is left only under the campaign's stated policy on
consent (47 CFR 64.1200(a)(3)); without one it may be recorded, but not be left.
"""

from datetime import timedelta
from pathlib import Path

from dialer import refusals
from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.core.campaigns import CampaignSettings
from dialer.core.voicemails import LAST_ATTEMPT, chosen, problems
from dialer.core.waveform import WaveError, peaks_of
from dialer.recordings import FOLDER
from dialer.refusals import Refused, Why
from dialer.store import audit, campaigns, live, voicemails
from dialer.store.accounts import Account
from dialer.store.session import Connection
from dialer.store.voicemails import Voicemail

LARGEST_BYTES = 12_000_000
"""A minute of uncompressed stereo at 48,000 samples a second."""

FILE_KEPT = timedelta(days=1)
"""How long a message that was taken away can still be played by a call that was told to."""


def name_of(voicemail_id: int) -> str:
    """The name under which carriers ask for it."""
    return f"voicemail-{voicemail_id}"


def file_of(settings: Settings, voicemail_id: int) -> Path:
    return settings.data_dir / FOLDER / f"{name_of(voicemail_id)}.wav"


def save(
    services: Services, by: Account, campaign_id: int, *, from_attempt: int, label: str, data: bytes
) -> Voicemail | Refused:
    """Keeps a recording as the campaign's message from this attempt on, in the place of an earlier one."""
    wrong = _wrong(from_attempt, data)
    if wrong:
        return Refused(Why.INVALID, tuple(wrong))
    seconds, peaks = peaks_of(data)
    now = services.clock.now()
    with services.db.transaction() as conn:
        if campaigns.load(conn, campaign_id) is None:
            return refusals.missing("campaign")
        made = voicemails.add(
            conn,
            campaign_id=campaign_id,
            from_attempt=from_attempt,
            label=label,
            seconds=seconds,
            peaks=peaks,
            by=by.id,
            now=now,
        )
        # Before the row is seen by anybody, so that no call is sent to a file that is not there yet.
        _write(file_of(services.settings, made), data)
        detail = {"campaign": campaign_id, "from_attempt": from_attempt, "label": label}
        audit.record(conn, now, by.id, "voicemail.recorded", "voicemail", made, detail)
        live.mark(conn, "campaign", campaign_id)
        saved = voicemails.load(conn, made)
        gone = voicemails.take_retired(conn, now - FILE_KEPT)
    for each in gone:
        file_of(services.settings, each).unlink(missing_ok=True)
    assert saved is not None, "it was written in this transaction"
    return saved


def remove(services: Services, by: Account, voicemail_id: int) -> Refused | None:
    now = services.clock.now()
    with services.db.transaction() as conn:
        found = voicemails.load(conn, voicemail_id)
        if found is None:
            return refusals.missing("recorded message")
        voicemails.retire(conn, voicemail_id, now)
        audit.record(conn, now, by.id, "voicemail.removed", "voicemail", voicemail_id, {"campaign": found.campaign_id})
        live.mark(conn, "campaign", found.campaign_id)
    return None


def sound_of(services: Services, voicemail_id: int) -> Path | Refused:
    with services.db.transaction() as conn:
        found = voicemails.load(conn, voicemail_id)
    path = file_of(services.settings, voicemail_id)
    return path if found is not None and path.is_file() else refusals.missing("recorded message")


def for_attempt(conn: Connection, settings: CampaignSettings, campaign_id: int, attempt_id: int | None) -> str | None:
    """The name of the message that this attempt leaves; None where the campaign has none for it."""
    messages = {each.from_attempt: each.id for each in voicemails.of_campaign(conn, campaign_id)}
    number = voicemails.attempt_number(conn, attempt_id) if attempt_id is not None else 1
    found = chosen(messages, number)
    return name_of(found) if found is not None else settings.voicemail_message or None


def _wrong(from_attempt: int, data: bytes) -> list[tuple[str, str]]:
    found = []
    if not 1 <= from_attempt <= LAST_ATTEMPT:
        found.append(("from_attempt", f"Give an attempt from 1 to {LAST_ATTEMPT}."))
    if len(data) > LARGEST_BYTES:
        found.append(("file", f"Send at most {LARGEST_BYTES // 1_000_000} MB: a message lasts up to a minute."))
        return found
    try:
        found += [("file", sentence) for sentence in problems(*peaks_of(data))]
    except WaveError:
        found.append(("file", "Send an uncompressed WAV file of 8 or 16 bits; the console makes one of other formats."))
    return found


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(data)
    draft.replace(path)
