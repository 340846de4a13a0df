"""Which leads a campaign takes in."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

LISTING_STATUSES = ("expired", "cancelled", "withdrawn", "hold", "unknown")
"""Statuses a campaign may take in; active, pending and closed listings belong to another broker or to nobody."""


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """All conditions must hold; an empty one asks nothing. Prices are whole cents."""

    listing_statuses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    import_ids: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    """Two-letter codes of the property's state."""
    cities: tuple[str, ...] = ()
    zip_prefixes: tuple[str, ...] = ()
    """Leading digits of the ZIP code: "627" takes 62700 to 62799."""
    min_price_cents: int | None = None
    max_price_cents: int | None = None
    expired_from: date | None = None
    expired_to: date | None = None
    expired_within_days: int | None = None
    """Counted back from the day on which the filter is asked."""
    min_days_on_market: int | None = None
    skip_relisted: bool = True

    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, as (field, sentence), all at once."""
        found = [(name, sentence) for name, ok, sentence in self._checks() if not ok]
        return tuple(found)

    def _checks(self) -> tuple[tuple[str, bool, str], ...]:
        return (
            (
                "listing_statuses",
                set(self.listing_statuses) <= set(LISTING_STATUSES),
                f"Choose among {', '.join(LISTING_STATUSES)}.",
            ),
            (
                "states",
                all(len(state) == 2 and state.isalpha() for state in self.states),
                "Give states as two letters, such as IL.",
            ),
            (
                "zip_prefixes",
                all(part.isdigit() and len(part) <= 5 for part in self.zip_prefixes),
                "Give one to five leading digits of a ZIP code.",
            ),
            (
                "max_price_cents",
                _ordered(self.min_price_cents, self.max_price_cents),
                "The highest price must not be below the lowest.",
            ),
            ("expired_to", _ordered(self.expired_from, self.expired_to), "The last day must not be before the first."),
            ("expired_within_days", (self.expired_within_days or 0) >= 0, "Give a number of days from 0 up."),
            ("min_days_on_market", (self.min_days_on_market or 0) >= 0, "Give a number of days from 0 up."),
        )

    def to_json(self) -> dict[str, Any]:
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_json` wrote; unknown names are ignored and missing ones take their default.

        >>> LeadFilter.from_json({"states": ["IL"], "expired_from": "2026-01-02"}).expired_from
        datetime.date(2026, 1, 2)
        """
        known = {f.name for f in fields(cls)}
        return cls(**{name: _read(name, value) for name, value in data.items() if name in known})


def _read(name: str, value: Any) -> Any:
    if name in {"expired_from", "expired_to"} and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _ordered(low: Any, high: Any) -> bool:
    return low is None or high is None or low <= high
