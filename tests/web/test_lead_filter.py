"""Which leads a campaign's filter takes in."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from dialer.core.leads import LeadFilter
from dialer.store.lead_filter import count
from tests.support.builders import a_campaign, a_lead, an_enrollment

TODAY = date(2026, 3, 12)

MATCHES: dict[str, Any] = {
    "state": "IL",
    "zip": "62704",
    "city": "Springfield",
    "source": "redx",
    "list_price_cents": 25_000_000,
    "days_on_market": 120,
    "expired_on": date(2026, 3, 1),
}
CHOSEN = LeadFilter(
    states=("IL",),
    zip_prefixes=("605", "627"),
    cities=("springfield",),
    sources=("redx",),
    listing_statuses=("expired",),
    min_price_cents=20_000_000,
    max_price_cents=30_000_000,
    expired_from=date(2026, 2, 1),
    expired_to=date(2026, 3, 10),
    expired_within_days=30,
    min_days_on_market=90,
)


def test_a_lead_that_meets_every_condition_is_taken(conn: Connection) -> None:
    a_lead(conn, **MATCHES)
    assert count(conn, CHOSEN, None, TODAY) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"state": "TX"},
        {"zip": "63704"},
        {"city": "Peoria"},
        {"source": "vulcan7"},
        {"listing_status": "withdrawn"},
        {"list_price_cents": 19_999_999},
        {"list_price_cents": 30_000_001},
        {"list_price_cents": None},
        {"expired_on": date(2026, 1, 31)},
        {"expired_on": date(2026, 3, 11)},
        {"expired_on": date(2026, 2, 9)},
        {"expired_on": None},
        {"days_on_market": 89},
        {"relisted": True},
        {"status": "held"},
        {"status": "closed"},
    ],
    ids=str,
)
def test_one_condition_that_is_not_met_keeps_a_lead_out(conn: Connection, other: dict[str, Any]) -> None:
    a_lead(conn, **{**MATCHES, **other})
    assert count(conn, CHOSEN, None, TODAY) == (0, 0)


@pytest.mark.parametrize("status", ["active", "pending", "closed"])
def test_somebody_elses_listing_is_never_taken_whatever_the_filter(conn: Connection, status: str) -> None:
    a_lead(conn, listing_status=status)
    assert count(conn, LeadFilter(), None, TODAY) == (0, 0)
    assert LeadFilter(listing_statuses=(status,)).problems()


def test_leads_that_are_in_already_are_counted_but_not_fresh(conn: Connection) -> None:
    campaign = a_campaign(conn)
    an_enrollment(conn, campaign, a_lead(conn))
    a_lead(conn)
    assert count(conn, LeadFilter(), campaign, TODAY) == (2, 1)


def test_a_filter_is_read_back_as_it_was_written() -> None:
    assert LeadFilter.from_json(CHOSEN.to_json()) == CHOSEN


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (LeadFilter(states=("Illinois",)), "states"),
        (LeadFilter(zip_prefixes=("627xx",)), "zip_prefixes"),
        (LeadFilter(min_price_cents=2, max_price_cents=1), "max_price_cents"),
        (LeadFilter(expired_from=date(2026, 2, 2), expired_to=date(2026, 2, 1)), "expired_to"),
        (LeadFilter(expired_within_days=-1), "expired_within_days"),
        (LeadFilter(min_days_on_market=-1), "min_days_on_market"),
    ],
)
def test_a_filter_that_can_find_nothing_is_refused(wrong: LeadFilter, field: str) -> None:
    assert [name for name, _ in wrong.problems()] == [field]
