"""One row while it is being read: its cells by index, and what is noted against them."""

from collections.abc import Sequence

from .clean import said
from .rejects import Reason, Reject


class Cells:
    """The cells of a row, cleaned, with the rejects found so far."""

    __slots__ = ("_names", "_row", "_texts", "number", "rejects")

    def __init__(self, number: int, row: Sequence[str], names: Sequence[str]) -> None:
        self.number = number
        self.rejects: list[Reject] = []
        self._row = row
        self._names = names
        self._texts = [cell and said(cell) for cell in row]
        self._texts.extend([""] * (len(names) - len(row)))

    def text(self, index: int) -> str:
        """The cleaned cell, empty if it says nothing."""
        return self._texts[index]

    def first(self, indexes: Sequence[int]) -> str:
        """The first of several cells that says something."""
        for index in indexes:
            if text := self._texts[index]:
                return text
        return ""

    def line(self, indexes: Sequence[int]) -> str:
        """As `first`, on one line."""
        text = self.first(indexes)
        return " ".join(text.split()) if "\n" in text else text

    def all(self, indexes: Sequence[int]) -> list[str]:
        """All of several cells that say something."""
        return [text for index in indexes if (text := self._texts[index])]

    def raw(self) -> dict[str, str]:
        """Every filled cell as it is in the file; cells beyond the header are named by their column."""
        names = self._names
        return {names[at] if at < len(names) else f"Column {at + 1}": cell for at, cell in enumerate(self._row) if cell}

    def has_surplus(self) -> bool:
        """Whether a cell beyond the last named column is filled."""
        return any(cell.strip() for cell in self._row[len(self._names) :])

    def is_empty(self) -> bool:
        """Whether the row is blank."""
        return not any(cell and not cell.isspace() for cell in self._row)

    def name(self, indexes: Sequence[int]) -> str | None:
        """The name of the column that `first` reads."""
        return next((self._names[index] for index in indexes if self._texts[index]), None)

    def reject(self, reason: Reason, indexes: Sequence[int] = (), shown: str | None = None) -> None:
        """Notes why a cell, or the row if no cell is named, is not taken over."""
        value = self.first(indexes) if shown is None else shown
        self.rejects.append(Reject(self.number, self.name(indexes), value, reason))
