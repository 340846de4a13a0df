"""The lists of numbers in use, what they say about a number, and the rows that say which version that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from dialer.core.compliance import Channel, Scope, ScrubStatus, Suppression, Why
from dialer.core.scrub import Answer, ReassignedAnswer
from dialer.core.zones import area_code_of
from dialer.store.bitmaps import Bitmap, opened

NATIONAL, LITIGATOR, WIRELESS = "national", "litigator", "wireless"

CALLS = frozenset({Channel.VOICE, Channel.RECORDED, Channel.TEXT})
"""What the registries govern; texts are treated as calls (P12)."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a list. `whole`: a number of an area code that is not in it is known not to be listed."""

    id: int
    list: str
    folder: str
    area_codes: tuple[int, ...]
    whole: bool
    numbers: int
    source_names: str
    source_sha256: str
    obtained_on: date
    loaded_at: datetime

    @property
    def bitmap(self) -> Bitmap:
        return opened(self.folder, self.area_codes)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version about to come into use."""

    list: str
    folder: str
    area_codes: Sequence[int]
    whole: bool
    numbers: int
    source_names: str
    source_sha256: str
    obtained_on: date
    base_id: int | None = None


class Registers:
    """All lists in use, to be asked about any number of numbers."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._lists = [(version, version.bitmap) for version in versions]

    def status(self, e164: str) -> ScrubStatus:
        """Against which lists this number can be checked; one that cannot be read counts as not loaded."""
        number = _number(e164)
        return ScrubStatus(
            {
                version.list: version.obtained_on
                for version, bitmap in self._lists
                if bitmap.readable and (version.whole or (number is not None and bitmap.covers(number)))
            }
        )

    def suppressions(self, e164: str) -> tuple[Suppression, ...]:
        number = _number(e164)
        if number is None:
            return ()
        return tuple(
            Suppression(Scope.NUMBER, _why(version.list), version.loaded_at, CALLS)
            for version, bitmap in self._lists
            if version.list != WIRELESS and bitmap.has(number)
        )

    def is_wireless(self, e164: str) -> bool:
        number = _number(e164)
        return number is not None and any(
            bitmap.has(number) for version, bitmap in self._lists if version.list == WIRELESS
        )


_IN_FORCE = """
    SELECT id, list, folder, area_codes, whole, numbers, source_names, source_sha256, obtained_on, loaded_at
      FROM scrub_version WHERE retired_at IS NULL ORDER BY list
"""

_RETIRE = text("UPDATE scrub_version SET retired_at = :now WHERE list = :list AND retired_at IS NULL")

_ADD = text("""
    INSERT INTO scrub_version (list, folder, area_codes, whole, numbers, source_names, source_sha256, obtained_on,
                               loaded_at, loaded_by, base_id)
    VALUES (:list, :folder, :area_codes, :whole, :numbers, :source_names, :source_sha256, :obtained_on, :now, :user,
            :base_id)
    RETURNING id
""")

_ANSWER = text("""
    INSERT INTO reassigned_answer (e164, asked_for, answer, loaded_at, loaded_by)
    VALUES (:e164, :asked_for, :answer, :now, :user)
    ON CONFLICT (e164, asked_for) DO UPDATE
       SET answer = excluded.answer, loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by
""")


def in_force(conn: Connection) -> list[Version]:
    """The versions in use, by list."""
    rows = conn.execute(text(_IN_FORCE))
    return [Version(**{**row._mapping, "area_codes": tuple(row.area_codes)}) for row in rows]


def registers(conn: Connection) -> Registers:
    return Registers(in_force(conn))


def replace(conn: Connection, new: NewVersion, user_id: int | None, now: datetime) -> int:
    """Puts a version into use in place of the one before; both happen with this transaction's commit."""
    conn.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('scrub:' || :list, 0))"), {"list": new.list})
    conn.execute(_RETIRE, {"list": new.list, "now": now})
    row = {
        "list": new.list,
        "folder": new.folder,
        "area_codes": Jsonb(list(new.area_codes)),
        "whole": new.whole,
        "numbers": new.numbers,
        "source_names": new.source_names,
        "source_sha256": new.source_sha256,
        "obtained_on": new.obtained_on,
        "base_id": new.base_id,
        "now": now,
        "user": user_id,
    }
    return int(conn.execute(_ADD, row).scalar_one())


def folders_out_of_use(conn: Connection, list_name: str, keep: int) -> list[str]:
    """Folders of versions older than the newest `keep`, which no process reads any more."""
    rows = conn.execute(
        text("SELECT folder FROM scrub_version WHERE list = :list ORDER BY id DESC OFFSET :keep"),
        {"list": list_name, "keep": keep},
    )
    return list(rows.scalars())


def keep_answer(conn: Connection, said: ReassignedAnswer, user_id: int | None, now: datetime) -> None:
    """Keeps an answer of the reassigned-numbers database; the latest about a number and a day counts."""
    row = {"e164": said.e164, "asked_for": said.asked_for, "answer": said.answer.value, "now": now, "user": user_id}
    conn.execute(_ANSWER, row)


def answers_about(conn: Connection, e164: str) -> list[ReassignedAnswer]:
    """What was answered about a number, by the day that was asked about."""
    rows = conn.execute(
        text("SELECT e164, asked_for, answer FROM reassigned_answer WHERE e164 = :e164 ORDER BY asked_for"),
        {"e164": e164},
    )
    return [ReassignedAnswer(row.e164, row.asked_for, Answer(row.answer)) for row in rows]


def _number(e164: str) -> int | None:
    """Ten digits as a number; None outside the North American plan, whose numbers alone are on these lists."""
    return int(e164[2:]) if area_code_of(e164) else None


def _why(list_name: str) -> Why:
    if list_name == LITIGATOR:
        return Why.LITIGATOR
    return Why.NATIONAL if list_name == NATIONAL else Why.STATE
