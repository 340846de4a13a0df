"""Tables with one record per number: our own list of refusals, and answers about numbers given to somebody else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialer.core.scrub.lines import FileError, numbered
from dialer.core.scrub.tables import Heading, date_in, number_in


class Answer(StrEnum):
    """What the Reassigned Numbers Database says of a number and a day (reassigned.us)."""

    YES = "yes"
    """It was disconnected for good on that day or later, so it is somebody else's now."""
    NO = "no"
    """It was not."""
    NO_DATA = "no data"
    """Nothing is known; that is no answer."""


@dataclass(frozen=True, slots=True)
class InternalEntry:
    """One line of an internal do-not-call list, `phone,date,reason,source`. `since` is None where no day is given."""

    e164: str
    since: date | None
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class ReassignedAnswer:
    """One answer. `asked_for` is the day of our last certain contact, which was asked about."""

    e164: str
    asked_for: date
    answer: Answer


def read_internal(blocks: Iterable[bytes]) -> Iterator[InternalEntry]:
    """The entries; only the phone must be there."""
    for at, cells in _records(blocks, "phone"):
        day = cells.get("date", "")
        yield InternalEntry(
            e164=f"+1{number_in(cells['phone'], at)}",
            since=date_in(day, at) if day else None,
            reason=cells.get("reason", ""),
            source=cells.get("source", ""),
        )


def read_reassigned(blocks: Iterable[bytes]) -> Iterator[ReassignedAnswer]:
    for at, cells in _records(blocks, "phone", "date", "answer"):
        said = cells["answer"].lower().replace("_", " ").replace("nodata", "no data")
        if said not in set(Answer):
            raise FileError(at, "an answer is yes, no or no data. Nothing was changed.")
        yield ReassignedAnswer(f"+1{number_in(cells['phone'], at)}", date_in(cells["date"], at), Answer(said))


def _records(blocks: Iterable[bytes], *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    heading: Heading | None = None
    for at, line in numbered(blocks):
        if heading is None:
            heading = Heading.of(line, at)
            if heading is None or not set(needed) <= set(heading.columns):
                raise FileError(at, f"the heading must name the columns {', '.join(needed)}. Nothing was changed.")
        else:
            yield at, heading.cells(line, at)
