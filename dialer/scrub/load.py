"""Loading lists of numbers: a version is made beside the one in use and takes its place in one step, or not at all."""

import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from mmap import mmap
from pathlib import Path

from dialer.bootstrap import Services
from dialer.core.scrub import (
    FileError,
    apply_changes,
    areas_of,
    clear,
    mark,
    mark_blocks,
    read_blocks,
    read_changes,
    read_numbers,
)
from dialer.core.scrub.bitmap import BLOCK, area_of
from dialer.core.zones.tables import STATES
from dialer.refusals import Refused, conflict, invalid
from dialer.scrub.source import Source
from dialer.store import audit, bitmaps, held, scrub
from dialer.store.accounts import Account
from dialer.store.scrub import LITIGATOR, NATIONAL, WIRELESS, NewVersion, Version

KEPT = 2
"""Versions whose bitmaps stay on the disk: the one in use, and the one that a process may still be reading."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came into use: the version, and how many numbers are on the list."""

    version_id: int
    list: str
    numbers: int
    area_codes: int
    obtained_on: date


@dataclass(slots=True)
class _Draft:
    """A version in the making."""

    bits: mmap
    source: Source
    area_codes: set[int]


def load_full(
    services: Services,
    by: Account | None,
    *,
    list_name: str,
    files: Sequence[Path],
    obtained_on: date | None = None,
    area_codes: Iterable[int] = (),
) -> Loaded | Refused:
    """Puts a full list into use. It replaces the version before as a whole.

    `obtained_on` (UTC) is the day of the download, from which the law counts its 31 days. The national list is sold by
    area code, so it speaks only of those that occur in it and of `area_codes`; other lists speak of every number.
    """

    def fill(draft: _Draft) -> None:
        draft.area_codes.update(area_codes)
        for lines in draft.source.streams():
            _mark_all(draft, lines)

    return _load(services, by, list_name, files, obtained_on, fill, base=None)


def load_changes(
    services: Services,
    by: Account | None,
    *,
    list_name: str,
    files: Sequence[Path],
    since: date,
    obtained_on: date | None = None,
) -> Loaded | Refused:
    """Applies a change list to the version in use, which must be the very one of `since`: an unbroken chain."""
    with services.db.transaction() as conn:
        base = next((version for version in scrub.in_force(conn) if version.list == list_name), None)
    if base is None or not base.bitmap.readable:
        return conflict(f"No version of the {list_name} list is in use to be changed; load a full list.")
    if base.obtained_on != since:
        return conflict(
            f"The version in use was obtained on {base.obtained_on}, the change list begins on {since}: something "
            "between them is missing. Load a full list."
        )
    until = obtained_on or services.clock.now().date()

    def fill(draft: _Draft) -> None:
        draft.area_codes.update(base.area_codes)
        bitmaps.pour(draft.bits, base.folder, base.area_codes)
        for lines in draft.source.streams():
            covers = draft.area_codes.__contains__
            apply_changes(draft.bits, read_changes(lines), since=since, until=until, covers=covers)

    return _load(services, by, list_name, files, obtained_on, fill, base=base)


def load_wireless(
    services: Services,
    by: Account | None,
    *,
    blocks: Sequence[Path],
    to_wireless: Sequence[Path] = (),
    to_landline: Sequence[Path] = (),
    obtained_on: date | None = None,
) -> Loaded | Refused:
    """Puts the numbers of mobile networks into use: their blocks, with what was ported to them, without what left."""

    def fill(draft: _Draft) -> None:
        for lines in draft.source.streams(blocks):
            found = list(read_blocks(lines))
            draft.area_codes.update(area_of(block * BLOCK) for block in found)
            mark_blocks(draft.bits, found)
        for lines in draft.source.streams(to_wireless):
            _mark_all(draft, lines)
        for lines in draft.source.streams(to_landline):
            for numbers in read_numbers(lines):
                clear(draft.bits, numbers)

    return _load(services, by, WIRELESS, [*blocks, *to_wireless, *to_landline], obtained_on, fill, base=None)


def versions(services: Services) -> list[Version]:
    """The versions in use."""
    with services.db.transaction() as conn:
        return scrub.in_force(conn)


def _load(
    services: Services,
    by: Account | None,
    list_name: str,
    files: Sequence[Path],
    obtained_on: date | None,
    fill: Callable[[_Draft], None],
    *,
    base: Version | None,
) -> Loaded | Refused:
    today = services.clock.now().date()
    obtained_on = obtained_on or today
    refused = _refused(list_name, files, obtained_on, today)
    if refused is not None:
        return refused
    try:
        with _folder(services, list_name) as folder:
            with bitmaps.draft(folder) as bits:
                draft = _Draft(bits, Source(files), set())
                fill(draft)
                area_codes = sorted(draft.area_codes)
                numbers = bitmaps.finish(bits, folder, area_codes)
            if not numbers:
                return invalid("file", "There is no number in it. Nothing was changed.")
            new = NewVersion(
                list=list_name,
                folder=str(folder),
                area_codes=area_codes,
                whole=list_name != NATIONAL,
                numbers=numbers,
                source_names=draft.source.names,
                source_sha256=draft.source.sha256,
                obtained_on=obtained_on,
                base_id=base.id if base else None,
            )
            return _put_into_use(services, by, new, base)
    except (FileError, zipfile.BadZipFile) as error:
        return invalid("file", str(error))
    except bitmaps.NoRoomError as error:
        return conflict(str(error))


def _put_into_use(services: Services, by: Account | None, new: NewVersion, base: Version | None) -> Loaded | Refused:
    now, user = services.clock.now(), by.id if by else None
    with services.db.transaction() as conn:
        before = next((version for version in scrub.in_force(conn) if version.list == new.list), None)
        if base is not None and (before is None or before.id != base.id):
            return conflict("Another version came into use meanwhile; load the list again.")
        if before is not None and before.source_sha256 == new.source_sha256 and before.obtained_on < new.obtained_on:
            return conflict(
                f"This is the very data that was obtained on {before.obtained_on}: a later date needs a new download."
            )
        version_id = scrub.replace(conn, new, user, now)
        old = scrub.folders_out_of_use(conn, new.list, KEPT)
        detail = {"list": new.list, "numbers": new.numbers, "obtained_on": new.obtained_on.isoformat()}
        detail["sha256"] = new.source_sha256
        audit.record(conn, now, user, "scrub.loaded", "scrub_version", version_id, detail)
        held.judge_again_all(conn, held.LISTS, now)
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    services.waker.wake("engine")
    return Loaded(version_id, new.list, new.numbers, len(new.area_codes), new.obtained_on)


@contextmanager
def _folder(services: Services, list_name: str) -> Iterator[Path]:
    """A new folder for a version, gone again where nothing was put into use."""
    parent = services.settings.data_dir / "scrub" / list_name
    parent.mkdir(parents=True, exist_ok=True)
    folder = parent / f"{services.clock.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    try:
        yield folder
    finally:
        if not _in_use(services, folder):
            shutil.rmtree(folder, ignore_errors=True)


def _in_use(services: Services, folder: Path) -> bool:
    with services.db.transaction() as conn:
        return any(version.folder == str(folder) for version in scrub.in_force(conn))


def _mark_all(draft: _Draft, lines: Iterable[bytes]) -> None:
    for numbers in read_numbers(lines):
        mark(draft.bits, numbers)
        draft.area_codes |= areas_of(numbers)


def _refused(list_name: str, files: Sequence[Path], obtained_on: date, today: date) -> Refused | None:
    if list_name not in {NATIONAL, LITIGATOR, WIRELESS} and list_name not in STATES:
        return invalid("list", "A list is national, litigator, wireless or the two letters of a state.")
    missing = [path.name for path in files if not path.is_file()]
    if missing or not files:
        return invalid("file", f"There is no such file: {', '.join(missing) or 'none was given'}.")
    if obtained_on > today:
        return invalid("obtained_on", "A list cannot have been obtained in the future.")
    return None
