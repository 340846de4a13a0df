"""Other people's words and pictures as files in our data folder: fetched from the carrier, opened, deleted in time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from dialer import leads
from dialer.bootstrap import Services
from dialer.config import Settings
from dialer.core.roles import Role
from dialer.logs import get_log
from dialer.store import audit, live
from dialer.store.accounts import Account
from dialer.store.session import Connection
from telephony.carrier import CarrierError

log = get_log(__name__)

AGAIN_AFTER = timedelta(minutes=2)
"""From one try to fetch a file to the next."""

MESSAGE_KEPT = timedelta(days=90)
"""How long what belongs to no campaign is kept, such as a caller's message; all else as long as its campaign says."""


class Row(Protocol):
    """A row about a file. `lead_id` is None for people whom we do not know."""

    @property
    def id(self) -> int: ...
    @property
    def lead_id(self) -> int | None: ...
    @property
    def state(self) -> str: ...
    @property
    def tries(self) -> int: ...


R = TypeVar("R", bound=Row)


class Unfit(Exception):
    """What the carrier gave out is not what it should be, perhaps only for now."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file's bytes, and what its row says from now on."""

    data: bytes
    note: Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Shelf(Generic[R]):
    """One kind of file with everything in which it differs from the others."""

    noun: str
    """In logs and in the audit log."""
    path: Callable[[Settings, int], Path]
    tries: int
    """A file that cannot be fetched so often is given up, and said to be lost."""
    at_once: int
    take_ready: Callable[[Connection, datetime, datetime, int], Sequence[R]]
    expired: Callable[[Connection, datetime, int], Sequence[R]]
    end: Callable[[Connection, int, str], None]
    fetch: Callable[[Services, R], Fetched | None]
    """None for what is not taken. Raises CarrierError or Unfit where it may be there later."""
    forget: Callable[[Services, R], None]
    """Deletes the carrier's copy; raises CarrierError."""


def tend(services: Services, shelf: Shelf[R], now: datetime) -> None:
    """Fetches what carriers have ready, and deletes what has been kept long enough."""
    with services.db.transaction() as conn:
        found = shelf.take_ready(conn, now, now + AGAIN_AFTER, shelf.at_once)
    for each in found:
        _fetch(services, shelf, each)
    with services.db.transaction() as conn:
        expired = shelf.expired(conn, now, shelf.at_once)
        for each in expired:
            shelf.path(services.settings, each.id).unlink(missing_ok=True)
            audit.record(conn, now, None, f"{shelf.noun}.deleted", shelf.noun, each.id)
            _end(conn, shelf, each, "deleted")
    for each in expired:
        if each.state == "ready":
            _forget(services, shelf, each)


def _fetch(services: Services, shelf: Shelf[R], row: R) -> None:
    try:
        found = shelf.fetch(services, row)
    except (CarrierError, Unfit) as problem:
        log.warning("file_not_fetched", kind=shelf.noun, row=row.id, error=type(problem.__cause__ or problem).__name__)
        if row.tries >= shelf.tries:
            with services.db.transaction() as conn:
                _end(conn, shelf, row, "lost")
            services.waker.wake("live")
        return
    if found is not None:
        try:
            write_whole(shelf.path(services.settings, row.id), found.data)
        except OSError as problem:
            # The disk may have room again by the next try; theirs is not deleted before ours is whole.
            log.error("file_not_written", kind=shelf.noun, row=row.id, error=type(problem).__name__)
            return
    with services.db.transaction() as conn:
        if found is None:
            log.info("file_refused", kind=shelf.noun, row=row.id)
            _end(conn, shelf, row, "refused")
        else:
            found.note(conn)
            _show(conn, row)
    services.waker.wake("live")
    _forget(services, shelf, row)


def _forget(services: Services, shelf: Shelf[R], row: R) -> None:
    try:
        shelf.forget(services, row)
    except CarrierError as problem:
        # Their copy stays with them; ours has its own end.
        log.warning("file_stays_at_carrier", kind=shelf.noun, row=row.id, error=type(problem).__name__)


def _end(conn: Connection, shelf: Shelf[R], row: R, state: str) -> None:
    shelf.end(conn, row.id, state)
    _show(conn, row)


def _show(conn: Connection, row: Row) -> None:
    if row.lead_id is not None:
        live.mark(conn, "lead", row.lead_id)


def may_open(conn: Connection, by: Account, row: Row) -> bool:
    """Whoever may see the lead; what came from people whom we do not know is for managers."""
    if row.lead_id is None:
        return by.role.may_act_as(Role.MANAGER)
    return leads.may_see(conn, by, row.lead_id)


def write_whole(path: Path, data: bytes) -> None:
    """Whole or not at all, and for nobody else on this machine to read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    try:
        draft.write_bytes(data)
        draft.chmod(0o600)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
