"""What an order may cost, and the purse it is set aside from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Cost:
    """Millionths of a dollar: what is set aside, and what each minute of a call costs."""

    microdollars: int
    per_minute: int = 0


class Purse(Protocol):
    """The day's money."""

    def reserve(self, key: str, cost: Cost, now: datetime) -> bool:
        """Sets money aside before a request; false when the day's cap would be passed. The same key counts once."""

    def release(self, key: str) -> None:
        """The request was certainly not carried out."""
