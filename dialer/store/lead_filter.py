"""Which leads a campaign's filter finds, as SQL."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from dialer.core.leads import LISTING_STATUSES, LeadFilter


class Found(NamedTuple):
    """How many leads a filter finds; `fresh` are not in the campaign yet."""

    leads: int
    fresh: int


# Each condition beside the question whether it was asked.
_LISTS = {
    "listing_statuses": "l.listing_status = ANY(:listing_statuses)",
    "sources": "l.source = ANY(:sources)",
    "import_ids": "l.import_id = ANY(:import_ids)",
    "states": "l.state = ANY(:states)",
    "cities": "lower(l.city) = ANY(:cities)",
    "zip_prefixes": "EXISTS (SELECT 1 FROM unnest(CAST(:zip_prefixes AS text[])) z WHERE starts_with(l.zip, z))",
}
_BOUNDS = {
    "min_price_cents": "l.list_price_cents >= :min_price_cents",
    "max_price_cents": "l.list_price_cents <= :max_price_cents",
    "expired_from": "l.expired_on >= :expired_from",
    "expired_to": "l.expired_on <= :expired_to",
    "min_days_on_market": "l.days_on_market >= :min_days_on_market",
}
# Without a choice of statuses an active, pending or closed listing stays out: it is another broker's or nobody's.
_NOT_OTHERS = "l.listing_status = ANY(:callable)"


def conditions(chosen: LeadFilter, today: date) -> tuple[str, dict[str, Any]]:
    """A condition on the lead `l`, and its parameters."""
    parts = ["l.status = 'open'"]
    params: dict[str, Any] = {}
    for name, condition in _LISTS.items():
        if wanted := getattr(chosen, name):
            parts.append(condition)
            params[name] = [each.lower() if name == "cities" else each for each in wanted]
    for name, condition in _BOUNDS.items():
        if (bound := getattr(chosen, name)) is not None:
            parts.append(condition)
            params[name] = bound
    if not chosen.listing_statuses:
        parts.append(_NOT_OTHERS)
        params["callable"] = list(LISTING_STATUSES)
    if chosen.expired_within_days is not None:
        parts.append("l.expired_on >= :expired_since")
        params["expired_since"] = today - timedelta(days=chosen.expired_within_days)
    if chosen.skip_relisted:
        parts.append("NOT l.relisted")
    return " AND ".join(parts), params


def count(conn: Connection, chosen: LeadFilter, campaign_id: int | None, today: date) -> Found:
    condition, params = conditions(chosen, today)
    counted = text(f"""
        SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
               SELECT 1 FROM enrollment e WHERE e.campaign_id = :campaign_id AND e.lead_id = l.id))
          FROM lead l WHERE {condition}
    """)  # noqa: S608 - the condition is made of this file's own words
    return Found(*conn.execute(counted, {**params, "campaign_id": campaign_id or 0}).one())
