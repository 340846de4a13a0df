"""Pictures and other files that people send us with a text: fetched, checked, kept in our data folder, deleted in time.

The webhook only notes them; a worker fetches them. What is kept is named by our own number, never by the sender.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from dialer import kept_files, refusals
from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.core.attachments import MOST_BYTES, Group, checked, kind_of, name_of
from dialer.kept_files import MESSAGE_KEPT, Fetched, Shelf, may_open
from dialer.refusals import Refused
from dialer.store import attachments, audit, live
from dialer.store.accounts import Account
from dialer.store.attachments import Attachment
from dialer.store.campaigns_run import campaign_settings
from dialer.store.session import Connection
from telephony.media import KeepsMedia, Media, TooLarge

FOLDER = "attachments"

TRIES = 10
AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A file for somebody who may see it. Only a picture may be shown in the page; all else is for saving."""

    path: Path
    name: str
    content_type: str
    is_picture: bool


def note(services: Services, message_id: str, media: Sequence[Media]) -> None:
    """A text that is in the inbox came with files: they wait to be fetched. The same again changes nothing."""
    if not media:
        return
    now = services.clock.now()
    with services.db.transaction() as conn:
        owner = attachments.owner(conn, message_id)
        if owner is None:
            return
        news = attachments.add(conn, message_id, media, now, now + _kept_for(conn, owner.campaign_id))
        if news and owner.lead_id is not None:
            live.mark(conn, "lead", owner.lead_id)
    if news:
        services.waker.wake("engine")


def _kept_for(conn: Connection, campaign_id: int | None) -> timedelta:
    """As long as recordings of the same campaign."""
    if campaign_id is None:
        return MESSAGE_KEPT
    return timedelta(days=campaign_settings(conn, campaign_id).recording_days)


def file_of(settings: Settings, attachment_id: int) -> Path:
    return settings.data_dir / FOLDER / str(attachment_id)


def look(services: Services, by: Account, attachment_id: int, *, begins: bool) -> Shown | Refused:
    """The file, for somebody who may see the lead; of writers whom we do not know, for managers. `begins` tells the
    start, which is noted, from a further part of the same."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        found = attachments.load(conn, attachment_id)
        if found is None or found.state != "kept" or not may_open(conn, by, found):
            return refusals.missing("file")
        if begins:
            about = {"lead": found.lead_id, "kind": found.kind}
            audit.record(conn, now, by.id, "attachment.opened", "attachment", attachment_id, about)
    path, kind = file_of(services.settings, attachment_id), kind_of(found.kind)
    if kind is None or not path.is_file():
        return refusals.missing("file")
    name = name_of(found.kind, found.position)
    return Shown(path, name, kind.content_type, kind.group is Group.PICTURE)


def tend(services: Services, now: datetime) -> None:
    """Fetches what carriers have ready, and deletes what has been kept long enough."""
    kept_files.tend(services, _SHELF, now)


def _fetch(services: Services, attachment: Attachment) -> Fetched | None:
    carrier: object = services.carriers.get(attachment.carrier)
    # What is not taken is not even asked for where its kind says so.
    if not isinstance(carrier, KeepsMedia) or kind_of(attachment.kind) is None:
        return None
    try:
        data = carrier.fetch_media(attachment.carrier_message_id, attachment.carrier_media_id, MOST_BYTES)
    except TooLarge:
        return None
    kind = checked(attachment.kind, data)
    if kind is None:
        return None
    note = partial(attachments.kept, attachment_id=attachment.id, kind=kind.content_type, size=len(data))
    return Fetched(data, note)


def _forget(services: Services, attachment: Attachment) -> None:
    carrier: object = services.carriers.get(attachment.carrier)
    if isinstance(carrier, KeepsMedia):
        carrier.forget_media(attachment.carrier_message_id, attachment.carrier_media_id)


_SHELF = Shelf(
    noun="attachment",
    path=file_of,
    tries=TRIES,
    at_once=AT_ONCE,
    take_ready=attachments.take_ready,
    expired=attachments.expired,
    end=attachments.end,
    fetch=_fetch,
    forget=_forget,
)
