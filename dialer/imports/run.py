"""Running an import in the background: batches of rows, each one transaction, with progress that people watch.

A worker that dies leaves the import in the state running with its last committed row; whoever takes it up goes on
from there. A row seen twice finds its lead by the lead's keys, so nothing is doubled.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from dialer import enrolling
from dialer.bootstrap import Services
from dialer.config import CarrierName
from dialer.core import leadfile
from dialer.core.leadfile import DateOrder, LeadFileError, ParsedRow
from dialer.imports.file import open_table
from dialer.imports.rows import lead_rows
from dialer.logs import get_log
from dialer.store import imports, lead_writing
from dialer.store.imports import LeadImport
from dialer.store.session import Connection

log = get_log(__name__)

BATCH_ROWS = 500


def run_import(services: Services) -> bool:
    """Runs the oldest queued import to its end; false when none waits. Another worker's import is passed over."""
    with services.db.transaction() as holder:
        stored = imports.take_queued(holder)
        if stored is None:
            return False
        with services.db.transaction() as conn:
            imports.change(conn, stored.id, state="running")
        try:
            _run(services, stored)
        except LeadFileError as error:
            log.warning("import_failed", import_id=stored.id)
            with services.db.transaction() as conn:
                imports.change(conn, stored.id, state="failed", error=str(error), finished_at=services.clock.now())
    services.waker.wake("live")
    services.waker.wake("engine")
    return True


def _run(services: Services, stored: LeadImport) -> None:
    counts = Counter(stored.counts)
    done = stored.rows_done
    rows = islice(_parsed(services, stored), done, None)
    while batch := list(islice(rows, BATCH_ROWS)):
        now = services.clock.now()
        with services.db.transaction() as conn:
            imports.forget_report(conn, stored.id, batch[0].row_number)
            counts += _take_in(conn, stored, batch, now)
            done += len(batch)
            imports.change(conn, stored.id, rows_done=done, counts=dict(counts))
        services.waker.wake("live")
    with services.db.transaction() as conn:
        imports.change(conn, stored.id, state="done", rows_total=done, finished_at=services.clock.now())


def _parsed(services: Services, stored: LeadImport) -> Iterator[ParsedRow]:
    return leadfile.parse_rows(
        open_table(stored),
        leadfile.Mapping.from_json(stored.mapping),
        today=services.clock.now().date(),
        date_order=DateOrder(stored.date_order) if stored.date_order else None,
        allow_fictional=services.settings.carrier is CarrierName.PRACTICE,
    )


def _take_in(conn: Connection, stored: LeadImport, batch: list[ParsedRow], now: datetime) -> Counter[str]:
    """Writes one batch and says what became of its rows."""
    leads = [lead_rows(row.lead, stored.source) for row in batch if row.lead is not None]
    written = lead_writing.write(conn, stored.id, leads, now)
    imports.add_rejects(conn, stored.id, [reject for row in batch for reject in row.rejects])
    if stored.campaign_id is not None and written.open_lead_ids:
        enrolling.enroll(conn, stored.campaign_id, written.open_lead_ids, now)
    figures = leadfile.count_rows(batch)
    warnings = sum(not reject.reason.refuses_row for row in batch for reject in row.rejects)
    return Counter(
        {
            "created": written.created,
            "updated": written.updated,
            "unchanged": written.unchanged,
            "held": sum(figures.held.values()),
            "refused": figures.refused,
            "cell_warnings": warnings,
            "phones": figures.phones,
            "vendor_dnc_phones": figures.vendor_dnc_phones,
        }
    )
