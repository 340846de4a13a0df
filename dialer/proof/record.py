"""What goes into the ledger, written in the transaction that settles the call or the text."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dialer.core.proof import Checked, check
from dialer.store import proof
from dialer.store.session import Connection

REPAIRED_DAYS = timedelta(days=2)
"""How far back the sweep looks for settled attempts that are not in the ledger."""


def record_attempts(conn: Connection, attempt_ids: Sequence[int], now: datetime) -> int:
    """One row for each attempt whose call is over, with its outcome as it stands; how many were new.

    A corrected outcome is a row of its own, and the same outcome again is none. Call it last in the transaction: the
    chain is extended by one transaction at a time.
    """
    return proof.append(conn, [_dial(facts, now) for facts in proof.dials(conn, attempt_ids)])


def record_texts(conn: Connection, message_ids: Sequence[str], now: datetime) -> int:
    """One row for each text in the state it has now; how many were new."""
    return proof.append(conn, [_text(facts, now) for facts in proof.texts(conn, message_ids)])


def record_missing(conn: Connection, now: datetime, count: int = 500) -> int:
    """Records settled attempts of the last days that are not in the ledger; how many. For the sweep."""
    return record_attempts(conn, proof.unrecorded(conn, now - REPAIRED_DAYS, count), now)


def verify(conn: Connection, anchor: str = "") -> Checked:
    """Follows the whole chain; `anchor` is a hash that was noted earlier and must still be in it."""
    return check(proof.links(conn), anchor)


def _dial(facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    talk = facts["talk_seconds"]
    kept = {
        name: value for name, value in facts.items() if name not in ("talk_seconds", "outcome_version", "opened_at")
    }
    return kept | {
        "key": f"dial:{facts['attempt_id']}:{facts['outcome_version']}",
        "kind": "dial",
        "at": facts["opened_at"],
        "recorded_at": now.isoformat(),
        "ring_ms": _ring_ms(facts),
        "talk_ms": None if talk is None else round(talk * 1000),
        # Whoever pressed the key heard the message, though not to its end.
        "message_played": (facts["played_at"] or facts["opted_out_at"]) is not None,
        "message_after_ms": _ms(facts["answered_at"], facts["left_alone_at"]),
        "machine": facts["machine_at"] is not None,
    }


def _text(facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    kept = {name: value for name, value in facts.items() if name != "created_at"}
    return kept | {
        "key": f"text:{facts['message_id']}:{facts['state']}",
        "kind": "text",
        "at": facts["created_at"],
        "recorded_at": now.isoformat(),
    }


def _ring_ms(facts: Mapping[str, Any]) -> int | None:
    """From the first ring to the answer or the end; None where it never rang."""
    return _ms(facts["rang_at"], facts["answered_at"] or facts["ended_at"])


def _ms(start: str | None, end: str | None) -> int | None:
    if start is None or end is None:
        return None
    passed = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return max(round(passed.total_seconds() * 1000), 0)
