"""The compliance ledger's chain: each row carries the hash of the one before, so that no row can be changed unseen.

Bodies hold texts, whole numbers, booleans, lists and objects, and no fractions: their JSON form is the same in every
program and after every trip through a database.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""What stands before the first row."""


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the ledger as it is stored. `outside` repeats parts of the body for searches; it must agree."""

    seq: int
    previous: str
    hash: str
    body: Mapping[str, Any]
    outside: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `broken_at` is the first row that is not what was written, None when all are."""

    rows: int
    head: str
    """The hash of the last good row; whoever keeps it elsewhere can prove later that no row is missing at the end."""
    broken_at: int | None = None
    why: str = ""


def canonical(body: Mapping[str, Any]) -> str:
    """The one JSON form of a body.

    >>> canonical({"b": [1, None], "a": "é"})
    '{"a":"é","b":[1,null]}'
    """
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def chained(previous: str, seq: int, body: Mapping[str, Any]) -> str:
    """The hash of a row after the row with the hash `previous`."""
    return hashlib.sha256(f"{previous}\n{seq}\n{canonical(body)}".encode()).hexdigest()


def check(links: Iterable[Link], anchor: str = "") -> Checked:
    """Follows the chain from its first row; with an `anchor`, a hash noted earlier must be one of the rows'."""
    head, rows, anchored = GENESIS, 0, not anchor
    for link in links:
        why = _wrong(link, rows + 1, head)
        if why:
            return Checked(rows, head, rows + 1, why)
        head, rows = link.hash, rows + 1
        anchored = anchored or head == anchor
    if not anchored:
        return Checked(
            rows, head, rows + 1, "The hash that was noted is not in the ledger: rows are missing at its end."
        )
    return Checked(rows, head)


def _wrong(link: Link, seq: int, previous: str) -> str:
    if link.seq != seq:
        return f"Row {seq} is missing."
    if link.previous != previous:
        return "It does not follow the row before it."
    if link.hash != chained(previous, seq, link.body):
        return "Its content is not what was written."
    if any(link.body.get(name) != value for name, value in link.outside.items()):
        return "Its search columns are not what was written."
    return ""
