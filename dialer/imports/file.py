"""A file before and after its import: kept as it came, described, corrected, queued, reported."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from dialer import queues, refusals
from dialer.bootstrap import Services
from dialer.core import leadfile
from dialer.core.leadfile import Ambiguous, DateOrder, Field, LeadFileError, Reject, Table, survey
from dialer.refusals import Refused
from dialer.store import audit, imports
from dialer.store.imports import LeadImport
from dialer.store.session import Connection

SAMPLE_ROWS = 200
SAMPLES_SHOWN = 3
LARGEST_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file and what it is taken for."""

    index: int
    header: str
    field: str | None
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """An import as people see it; `columns` only while the mapping can still be corrected."""

    stored: LeadImport
    columns: tuple[Column, ...]
    fields: tuple[tuple[str, str], ...]
    date_order_needed: bool
    problems: tuple[str, ...]
    rejects_by_reason: Mapping[str, int]


def create(
    services: Services, *, user_id: int | None, filename: str, data: bytes, campaign_id: int | None = None
) -> int | Refused:
    """Keeps an uploaded file and proposes how to read it; the id of the import. A mapping that was settled for the
    same column names before is used again."""
    if len(data) > LARGEST_BYTES:
        return refusals.invalid("file", "The file is larger than 100 MB; split it.")
    now = services.clock.now()
    try:
        table = leadfile.read_table(data, filename)
        mapping = leadfile.propose_mapping(table.header, list(islice(table.rows, SAMPLE_ROWS)))
        with services.db.transaction() as conn:
            known = imports.known_mapping(conn, mapping.signature)
        if known is not None:
            mapping = leadfile.Mapping.from_json(known)
        asked = isinstance(survey(table, mapping).dates, Ambiguous)
        rows = sum(1 for row in table.rows if any(row))
    except LeadFileError as error:
        return refusals.invalid("file", str(error))
    digest = hashlib.sha256(data).hexdigest()
    path = _keep(services.settings.data_dir, digest, data)
    with services.db.transaction() as conn:
        import_id = imports.add(
            conn,
            created_at=now,
            user_id=user_id,
            campaign_id=campaign_id,
            filename=Path(filename).name[:200],
            file_sha256=digest,
            path=str(path),
            source=mapping.source.value,
            mapping={**mapping.to_json(), "date_order_needed": asked},
            rows_total=rows,
        )
        audit.record(conn, now, user_id, "import.uploaded", "import", str(import_id), {"file": filename, "rows": rows})
    return import_id


def _keep(data_dir: Path, digest: str, data: bytes) -> Path:
    """Stores the file under its own hash: the same file twice is kept once."""
    folder = data_dir / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / digest
    if not path.exists():
        part = folder / f"{digest}.part"
        part.write_bytes(data)
        part.rename(path)
    return path


def open_table(stored: LeadImport) -> Table:
    """The kept file, ready to be read."""
    return leadfile.read_table(Path(stored.path).read_bytes(), stored.filename)


def describe(conn: Connection, import_id: int) -> Description | None:
    """The import with its columns and samples, or its report once it has run."""
    stored = imports.load(conn, import_id)
    if stored is None:
        return None
    counts = imports.rejects_by_reason(conn, import_id)
    columns, problems = _columns(stored) if stored.state == "preview" else ((), ())
    fields = tuple((field.value, field.sentence) for field in Field) if columns else ()
    needed = bool(stored.mapping.get("date_order_needed")) and stored.date_order is None
    return Description(stored, columns, fields, needed, problems, counts)


def describe_all(conn: Connection) -> list[Description]:
    """Every import, newest first, without columns."""
    return [Description(stored, (), (), False, (), {}) for stored in imports.everything(conn)]


def _columns(stored: LeadImport) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    mapping = leadfile.Mapping.from_json(stored.mapping)
    rows = list(islice(open_table(stored).rows, SAMPLE_ROWS))
    columns = tuple(
        Column(c.index, c.header, None if c.field is None else c.key, c.confidence, _samples(rows, c.index))
        for c in mapping.columns
    )
    problems = tuple(
        f"{problem.column}: {problem.concern.sentence}" if problem.column else problem.concern.sentence
        for problem in mapping.problems
    )
    return columns, problems


def _samples(rows: list[tuple[str, ...]], index: int) -> tuple[str, ...]:
    filled = (row[index] for row in rows if index < len(row) and row[index].strip())
    return tuple(islice(dict.fromkeys(filled), SAMPLES_SHOWN))


def correct(
    services: Services,
    import_id: int,
    *,
    columns: Mapping[int, str | None] | None = None,
    date_order: str | None = None,
    campaign_id: int | None = None,
) -> Refused | None:
    """Takes the user's corrections; the mapping is remembered for the next file with the same column names."""
    with services.db.transaction() as conn:
        stored = imports.load(conn, import_id)
        if stored is None:
            return refusals.missing("import")
        if stored.state != "preview":
            return refusals.conflict("The import has started; its columns can no longer be changed.")
        changes: dict[str, Any] = {}
        if columns:
            try:
                mapping = leadfile.Mapping.from_json(stored.mapping)
                corrected = mapping.with_overrides({i: key or "ignore" for i, key in columns.items()})
            except LeadFileError as error:
                return refusals.invalid("columns", str(error))
            needed = stored.mapping.get("date_order_needed", False)
            changes["mapping"] = {**corrected.to_json(), "date_order_needed": needed}
        if date_order is not None:
            if date_order not in tuple(DateOrder):
                return refusals.invalid("date_order", f"Choose one of {', '.join(DateOrder)}.")
            changes["date_order"] = date_order
        if campaign_id is not None:
            changes["campaign_id"] = campaign_id or None
        if changes:
            imports.change(conn, import_id, **changes)
    return None


def start(services: Services, *, user_id: int | None, import_id: int) -> Refused | None:
    """Queues the import; the row is the promise, the queue only the nudge."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        stored = imports.load(conn, import_id)
        if stored is None:
            return refusals.missing("import")
        if stored.state not in ("preview", "failed"):
            return refusals.conflict("This import has been started already.")
        imports.change(conn, import_id, state="queued", rows_done=0, error="")
        mapping = leadfile.Mapping.from_json(stored.mapping)
        imports.remember_mapping(conn, mapping.signature, mapping.source.value, mapping.to_json(), now)
        audit.record(conn, now, user_id, "import.started", "import", str(import_id), {})
    queues.nudge_safely(services.settings, queues.Job.IMPORTS)
    return None


def rejects_csv(services: Services, import_id: int) -> Iterator[str]:
    """The report of everything that was not taken over, line by line."""
    with services.db.transaction() as conn:
        rows = imports.rejects(conn, import_id)
        yield from leadfile.rejects_csv(
            Reject(row.row_number, row.column_name or None, row.value, leadfile.Reason(row.code)) for row in rows
        )


def to_correct(conn: Connection, stored: LeadImport) -> Iterator[str]:
    """The rows of which something was not taken over, as CSV in the file's own columns with the reasons behind: to be
    corrected and imported again."""
    why: dict[int, list[str]] = {}
    for row in imports.rejects(conn, stored.id):
        column = f"{row.column_name}: " if row.column_name else ""
        why.setdefault(row.row_number, []).append(f"{column}{leadfile.Reason(row.code).sentence}")
    table = open_table(stored)
    wanted = ((row, why[number]) for number, row in enumerate(table.rows, table.first_row) if number in why)
    return leadfile.to_correct_csv(table.header, wanted)
