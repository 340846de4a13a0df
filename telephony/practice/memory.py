"""An exchange in memory, for tests, benchmarks and trying things out. It does not survive the process."""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from heapq import heappop, heappush

from telephony.practice.exchange import Books, DueEvent, Page

_Entry = tuple[datetime, int, DueEvent]


class MemoryExchange:
    """One lock around each set of books stands for the transaction.

    Pages are kept as JSON text, as a database would, so that a page changed without `put` stays as it was
    and one that is no JSON is found out.
    """

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}
        self._future: list[_Entry] = []
        self._position = 0
        # Cancelled entries stay in the heap and are passed over: the position before which a key is void.
        self._void_before: dict[str, int] = {}
        self._lock = threading.Lock()

    @contextmanager
    def open(self) -> Iterator[Books]:
        with self._lock:
            draft = _Draft(self)
            try:
                yield draft
            except BaseException:
                for entry in draft.taken:
                    heappush(self._future, entry)
                raise
            self._keep(draft)

    def page(self, key: str) -> str | None:
        return self._pages.get(key)

    def first(self) -> _Entry | None:
        """The next entry that was not cancelled."""
        while self._future and self._is_void(self._future[0]):
            heappop(self._future)
        return self._future[0] if self._future else None

    def take_first(self) -> _Entry:
        return heappop(self._future)

    def _is_void(self, entry: _Entry) -> bool:
        _, position, due = entry
        return position < self._void_before.get(due.key, 0)

    def _keep(self, draft: "_Draft") -> None:
        self._pages.update(draft.pages)
        for key in draft.cancelled:
            self._void_before[key] = self._position
        for due in draft.planned:
            heappush(self._future, (due.due_at, self._position, due))
            self._position += 1


class _Draft:
    """The books of one transaction: nothing in it is true until the block is left."""

    def __init__(self, exchange: MemoryExchange) -> None:
        self._exchange = exchange
        self.pages: dict[str, str] = {}
        self.planned: list[DueEvent] = []
        self.cancelled: set[str] = set()
        self.taken: list[_Entry] = []

    def get(self, key: str) -> Page | None:
        text = self.pages.get(key) or self._exchange.page(key)
        page: Page | None = json.loads(text) if text else None
        return page

    def put(self, key: str, page: Page) -> None:
        self.pages[key] = json.dumps(page)

    def plan(self, due: Iterable[DueEvent]) -> None:
        self.planned.extend(due)

    def cancel_pending(self, key: str) -> None:
        self.cancelled.add(key)
        self.planned = [due for due in self.planned if due.key != key]

    def take_due(self, now: datetime, limit: int) -> list[DueEvent]:
        due: list[DueEvent] = []
        while len(due) < limit and (first := self._exchange.first()) and first[0] <= now:
            self.taken.append(self._exchange.take_first())
            if first[2].key not in self.cancelled:
                due.append(first[2])
        return due

    def next_due(self) -> datetime | None:
        first = self._exchange.first()
        moments = [due.due_at for due in self.planned] + ([first[0]] if first else [])
        return min(moments, default=None)
