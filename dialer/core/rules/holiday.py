"""The legal holidays of a state, with the weekday that stands in for one at the weekend."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=512)
def closed_days(jurisdiction: str, year: int) -> frozenset[date]:
    """Every holiday of a state (`AL`), or of the whole country (`US`), observed days included.

    The next year is asked too, because a New Year's Day on a Saturday closes the last day of the year before.
    """
    subdivision = None if jurisdiction == "US" else jurisdiction
    days = holidays.country_holidays("US", subdiv=subdivision, years=(year, year + 1), expand=False)
    return frozenset(day for day in days if day.year == year)
