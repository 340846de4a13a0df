"""Pictures and other files that people send us with a text: fetched, checked, kept in our data folder, deleted in time.

The webhook only notes them; a worker fetches them. What is kept is named by our own number, never by the sender.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from dialer import leads, refusals
from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.core.attachments import MOST_BYTES, Group, checked, kind_of, name_of
from dialer.core.roles import Role
from dialer.kept_files import write_whole
from dialer.logs import get_log
from dialer.recorder import MESSAGE_KEPT
from dialer.refusals import Refused
from dialer.store import attachments, audit, live
from dialer.store.accounts import Account
from dialer.store.attachments import Attachment
from dialer.store.campaigns_run import campaign_settings
from dialer.store.session import Connection
from telephony.carrier import CarrierError
from telephony.media import KeepsMedia, Media, TooLarge

log = get_log(__name__)

FOLDER = "attachments"

AGAIN_AFTER = timedelta(minutes=2)
TRIES = 10
"""A file that cannot be fetched for so long is given up, and said to be lost."""

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
        if found is None or found.state != "kept" or not _may_see(conn, by, found):
            return refusals.missing("file")
        if begins:
            about = {"lead": found.lead_id, "kind": found.kind}
            audit.record(conn, now, by.id, "attachment.opened", "attachment", attachment_id, about)
    path, kind = file_of(services.settings, attachment_id), kind_of(found.kind)
    if kind is None or not path.is_file():
        return refusals.missing("file")
    name = name_of(found.kind, found.position)
    return Shown(path, name, kind.content_type, kind.group is Group.PICTURE)


def _may_see(conn: Connection, by: Account, attachment: Attachment) -> bool:
    if attachment.lead_id is None:
        return by.role.may_act_as(Role.MANAGER)
    return leads.may_see(conn, by, attachment.lead_id)


def tend(services: Services, now: datetime) -> None:
    """Fetches what carriers have ready, and deletes what has been kept long enough."""
    with services.db.transaction() as conn:
        found = attachments.take_ready(conn, now, now + AGAIN_AFTER, AT_ONCE)
    for each in found:
        _fetch(services, each)
    with services.db.transaction() as conn:
        expired = attachments.expired(conn, now, AT_ONCE)
        for each in expired:
            file_of(services.settings, each.id).unlink(missing_ok=True)
            audit.record(conn, now, None, "attachment.deleted", "attachment", each.id)
            _now_is(conn, each, partial(attachments.end, conn, each.id, "deleted"))
    for each in expired:
        if each.state == "ready":
            _forget(services, each)


def _fetch(services: Services, attachment: Attachment) -> None:
    carrier: object = services.carriers.get(attachment.carrier)
    try:
        data = _data(carrier, attachment)
    except CarrierError as problem:
        log.warning("attachment_not_fetched", attachment_id=attachment.id, error=type(problem).__name__)
        if attachment.tries >= TRIES:
            _end(services, attachment, "lost")
        return
    kind = checked(attachment.kind, data) if data is not None else None
    if data is None or kind is None:
        log.info("attachment_refused", attachment_id=attachment.id)
        _end(services, attachment, "refused")
    else:
        write_whole(file_of(services.settings, attachment.id), data)
        with services.db.transaction() as conn:
            _now_is(conn, attachment, partial(attachments.kept, conn, attachment.id, kind.content_type, len(data)))
        services.waker.wake("live")
    _forget(services, attachment)


def _data(carrier: object, attachment: Attachment) -> bytes | None:
    """The file's bytes; None for what is not taken, which is not even asked for where its kind says so."""
    if not isinstance(carrier, KeepsMedia) or kind_of(attachment.kind) is None:
        return None
    try:
        return carrier.fetch_media(attachment.carrier_message_id, attachment.carrier_media_id, MOST_BYTES)
    except TooLarge:
        return None


def _forget(services: Services, attachment: Attachment) -> None:
    carrier: object = services.carriers.get(attachment.carrier)
    if not isinstance(carrier, KeepsMedia):
        return
    try:
        carrier.forget_media(attachment.carrier_message_id, attachment.carrier_media_id)
    except CarrierError as problem:
        # Their copy stays with them; ours has its own end.
        log.warning("attachment_stays_at_carrier", attachment_id=attachment.id, error=type(problem).__name__)


def _end(services: Services, attachment: Attachment, state: str) -> None:
    with services.db.transaction() as conn:
        _now_is(conn, attachment, partial(attachments.end, conn, attachment.id, state))
    services.waker.wake("live")


def _now_is(conn: Connection, attachment: Attachment, change: partial[None]) -> None:
    change()
    if attachment.lead_id is not None:
        live.mark(conn, "lead", attachment.lead_id)
