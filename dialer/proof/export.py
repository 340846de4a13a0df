"""The ledger of a period as a table for spreadsheets and as pages to read."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from dialer.core.leadfile.rejects import safe_cell
from dialer.store import proof
from dialer.store.session import Connection

COLUMNS: tuple[tuple[str, str], ...] = (
    ("kind", "Kind"),
    ("at", "Dialed or written (UTC)"),
    ("e164", "Number"),
    ("caller_id", "Our number"),
    ("campaign_id", "Campaign"),
    ("campaign", "Campaign name"),
    ("agent_id", "Agent"),
    ("lead_id", "Lead"),
    ("rang_at", "Rang"),
    ("ring_ms", "Ring (ms)"),
    ("answered_at", "Answered"),
    ("human", "Person answered"),
    ("machine", "Machine answered"),
    ("connect_ms", "Agent there after (ms)"),
    ("message_played", "Message played"),
    ("message_after_ms", "Message ordered after (ms)"),
    ("opted_out_at", "Refused further calls by key"),
    ("abandoned", "Abandoned"),
    ("ended_at", "Ended"),
    ("talk_ms", "Talk (ms)"),
    ("ending", "Ending"),
    ("hang_up_reason", "Why we hung up"),
    ("disposition", "Disposition"),
    ("outcome", "Outcome"),
    ("direction", "Direction"),
    ("state", "State of the text"),
    ("reply_kind", "Kind of reply"),
    ("rule_ids", "Rules that allowed it"),
    ("scrubs", "Lists it was checked against"),
    ("consents", "Consents in force"),
    ("carrier", "Carrier"),
    ("carrier_call_id", "Carrier's id"),
    ("call_id", "Call"),
    ("message_id", "Text"),
    ("recorded_at", "Recorded"),
)
"""What a row tells, by its name in the ledger."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of a zone, the last one included, of one campaign or of all."""

    first: date
    last: date
    zone: ZoneInfo
    campaign_id: int | None = None

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)


def rows(conn: Connection, period: Period) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """(number, hash, body) of the period's rows."""
    return proof.between(conn, period.start, period.end, period.campaign_id)


def write_csv(conn: Connection, period: Period, out: TextIO) -> int:
    """Writes one line for each row, with its number and hash in the ledger; how many."""
    writer, count = csv.writer(out), 0
    writer.writerow(["Row", *(title for _, title in COLUMNS), "Hash"])
    for seq, hashed, body in rows(conn, period):
        writer.writerow([seq, *(safe_cell(shown(body.get(name))) for name, _ in COLUMNS), hashed])
        count += 1
    return count


def shown(value: Any) -> str:
    """A value of the ledger for people.

    >>> shown(True), shown(None), shown(["US-hours", "IL-list"])
    ('yes', '', 'US-hours IL-list')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return " ".join(str(part) for part in value)
        case _:
            return str(value)
