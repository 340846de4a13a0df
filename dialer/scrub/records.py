"""Tables with one record per number: whom we may not call by our own list, and numbers given to somebody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.compliance import Scope, Why
from dialer.core.scrub import Answer, FileError, InternalEntry, ReassignedAnswer, read_internal, read_reassigned
from dialer.refusals import Refused, invalid
from dialer.scrub.source import Source
from dialer.store import audit, scrub, suppressions
from dialer.store.accounts import Account
from dialer.store.suppressions import Wish

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many lines a table had, and how many numbers are out of reach by it that were not so before."""

    lines: int
    suppressed: int


def take_in_internal(services: Services, by: Account | None, file: Path) -> TakenIn | Refused:
    """Suppresses every number of an internal list, `phone,date,reason,source`, from its date on."""
    now, user = services.clock.now(), by.id if by else None

    def take(conn: Connection, entry: InternalEntry) -> int:
        said = "; ".join(part for part in (entry.reason, entry.source) if part)
        wish = Wish(Why.ASKED, "import", e164=entry.e164, created_by=user, words=said)
        since = min(_during(entry.since), now) if entry.since else now
        return len(suppressions.suppress(conn, wish, Scope.NUMBER, since))

    try:
        with services.db.transaction() as conn:
            made = [take(conn, entry) for entry in _all(map(read_internal, Source([file]).streams()))]
            detail = {"lines": len(made), "suppressed": sum(made)}
            audit.record(conn, now, user, "suppression.imported", "suppression", "", detail)
    except FileError as error:
        return invalid("file", str(error))
    return TakenIn(len(made), sum(made))


def take_in_reassigned(services: Services, by: Account | None, file: Path) -> TakenIn | Refused:
    """Keeps the answers of the reassigned-numbers database; a yes suppresses the number. No data is no answer."""
    now, user = services.clock.now(), by.id if by else None

    def take(conn: Connection, said: ReassignedAnswer) -> int:
        scrub.keep_answer(conn, said, user, now)
        if said.answer is not Answer.YES:
            return 0
        wish = Wish(Why.REASSIGNED, "import", e164=said.e164, created_by=user)
        return len(suppressions.suppress(conn, wish, Scope.NUMBER, now))

    try:
        with services.db.transaction() as conn:
            made = [take(conn, said) for said in _all(map(read_reassigned, Source([file]).streams()))]
            detail = {"lines": len(made), "suppressed": sum(made)}
            audit.record(conn, now, user, "reassigned.imported", "reassigned_answer", "", detail)
    except FileError as error:
        return invalid("file", str(error))
    return TakenIn(len(made), sum(made))


def _all(files: Iterator[Iterator[T]]) -> Iterator[T]:
    return (record for file in files for record in file)


def _during(day: date) -> datetime:
    """A moment that belongs to this day in every American zone."""
    return datetime.combine(day, time(17), UTC)
