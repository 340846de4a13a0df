"""Where the practice network keeps its calls and its future, so that it survives our processes.

An `Exchange` opens `Books`, and everything done with one set of books is one transaction: saved together on
leaving the block, or not at all if it raises. `get` keeps others from the same page until then.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Page = dict[str, Any]
"""A small JSON object: the state of one call, text or number."""


@dataclass(frozen=True, slots=True)
class DueEvent:
    """Something that will happen at `due_at`. `key` is the page that it belongs to, `body` a small JSON object."""

    key: str
    due_at: datetime
    body: Page


class Books(Protocol):
    """One transaction's view of the exchange."""

    def get(self, key: str) -> Page | None:
        """The page under this key, locked until the transaction ends."""

    def put(self, key: str, page: Page) -> None:
        """Writes the page, new or not."""

    def plan(self, due: Iterable[DueEvent]) -> None:
        """Adds to the future."""

    def cancel_pending(self, key: str) -> None:
        """Forgets all that is still to happen under this key."""

    def take_due(self, now: datetime, limit: int) -> list[DueEvent]:
        """Removes and returns what is due, earliest first and among equals in the order in which it was
        planned. What another transaction has taken is passed over."""

    def next_due(self) -> datetime | None:
        """When the next thing will happen, or None if nothing is planned."""


class Exchange(Protocol):
    """The practice network's memory."""

    def open(self) -> AbstractContextManager[Books]:
        """Starts a transaction."""
