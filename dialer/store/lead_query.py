"""What a list of leads is asked for, and how it is asked in SQL.

A filter on the lead's own columns is a condition. What needs another table, or finds few leads among many, is a search:
the leads that match are looked up first where they are few, and each lead is tested where they are many.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from dialer.store.schema.leads import EXPIRY, LEAD_WORDS, PERSON_WORDS

FEW = 30_000
"""Up to so many matches are quicker looked up and sorted than met by walking along the order."""

NOT_MERGED = "l.merged_into IS NULL"

# Each half of the words stops at the limit by itself, so that a common one does not gather half of the table first.
_BY_WORDS = """
    (SELECT id FROM lead WHERE LEAD_WORDS @@ to_tsquery('simple', :words) LIMIT :most) UNION
    (SELECT lead_id FROM person WHERE PERSON_WORDS @@ to_tsquery('simple', :words) LIMIT :most)
""".replace("LEAD_WORDS", LEAD_WORDS).replace("PERSON_WORDS", PERSON_WORDS)
_BY_NUMBER = "SELECT lead_id FROM phone WHERE e164 >= :number AND e164 < :beyond"
_KEPT_BACK = "SELECT lead_id FROM enrollment WHERE refusal <> ''"
_BY_REASON = "SELECT lead_id FROM enrollment WHERE refusal <> '' AND refusal = :held"
_THERE = " AND campaign_id = :in_campaign AND state IN ('held', 'waiting')"
_AT_STAGE = "SELECT lead_id FROM enrollment WHERE campaign_id = :in_campaign AND state = :stage"

# Asked as aggregates, because the database would answer an EXISTS by gathering every match beforehand.
_HAS_WORDS = """
    (LEAD_WORDS @@ to_tsquery('simple', :words) OR coalesce((
        SELECT bool_or(PERSON_WORDS @@ to_tsquery('simple', :words)) FROM person WHERE person.lead_id = l.id), FALSE))
""".replace("LEAD_WORDS", LEAD_WORDS).replace("PERSON_WORDS", PERSON_WORDS)
_HAS_NUMBER = """
    (SELECT bool_or(p.e164 >= :number AND p.e164 < :beyond) FROM phone p WHERE p.lead_id = l.id)
"""
_IS_KEPT_BACK = "(SELECT bool_or(e.refusal <> '') FROM enrollment e WHERE e.lead_id = l.id{there})"
_HAS_REASON = "(SELECT bool_or(e.refusal = :held) FROM enrollment e WHERE e.lead_id = l.id{there})"
_IS_AT_STAGE = """
    (SELECT bool_or(e.state = :stage) FROM enrollment e WHERE e.lead_id = l.id AND e.campaign_id = :in_campaign)
"""
_CAME_SO_FAR = "SELECT lead_id FROM enrollment WHERE reached >= :reached"
_CAME_SO_FAR_THERE = "SELECT lead_id FROM enrollment WHERE reached >= :reached AND campaign_id = :in_campaign"
_IS_SO_FAR = """
    (SELECT bool_or(e.reached >= :reached AND (CAST(:in_campaign AS bigint) IS NULL OR e.campaign_id = :in_campaign))
       FROM enrollment e WHERE e.lead_id = l.id)
"""


@dataclass(frozen=True, slots=True)
class Search:
    """One way of asking that has its own index. `lookup` gives lead ids; `test` asks one lead `l`."""

    lookup: str
    test: str
    params: dict[str, Any]
    own: bool = False
    """Whether the test needs no other table than the lead's."""


# Each condition beside what it asks for. Unknown prices, days and expiries are within no bounds.
_BOUNDS = {
    "price_from": "l.list_price_cents >= 100 * CAST(:price_from AS bigint)",
    "price_to": "l.list_price_cents <= 100 * CAST(:price_to AS bigint)",
    "market_from": "l.days_on_market >= :market_from",
    "market_to": "l.days_on_market <= :market_to",
    # As the list's order has it, so that pages in this order begin where the bounds do.
    "expired_from": f"{EXPIRY} >= :expired_from",
    "expired_to": f"{EXPIRY} > DATE '0001-01-01' AND {EXPIRY} <= :expired_to",
}
_TRIES = {"none": "NOT l.tried", "some": "l.tried"}


@dataclass(frozen=True, slots=True)
class LeadQuery:
    """What is asked for; empty means everything. `among` limits to leads of these campaigns, None does not."""

    q: str = ""
    status: str = ""
    listing_status: str = ""
    campaign: int | None = None
    state: str = ""
    held: str = ""
    """Code of the first reason that keeps a lead from being called; "any" for all that are kept back."""
    stage: str = ""
    """Where the lead stands in `campaign`: ready, waiting, claimed, held or stopped."""
    source: str = ""
    file: int | None = None
    """The import that brought the lead."""
    price_from: int | None = None
    """The last list price in whole dollars. This and every other bound is itself within the bounds."""
    price_to: int | None = None
    market_from: int | None = None
    """Days on the market."""
    market_to: int | None = None
    expired_from: date | None = None
    expired_to: date | None = None
    tries: str = ""
    """"none" for leads that were never tried, "some" for all others."""
    reached: int = 0
    """How far the lead has come at least, in `campaign` or in any: 1 dialed to 4 appointment."""
    sort: str = "expired"
    cursor: str = ""
    among: tuple[int, ...] | None = None
    outside: int | None = None
    """Only leads that are not in this campaign."""

    @property
    def is_of_all(self) -> bool:
        """Whether leads are asked for whatever campaign they are in."""
        return all(limit is None for limit in (self.campaign, self.among, self.outside))


def of_filters(filters: Mapping[str, Any], today: date, among: tuple[int, ...] | None = None) -> LeadQuery:
    """What the filters of an address or a saved list ask for today: `lapsed_from` and `lapsed_to` count the days since
    the listing expired."""
    given = dict(filters)
    since, until = (_days_before(today, given.pop(name, None)) for name in ("lapsed_to", "lapsed_from"))
    return LeadQuery(**given, expired_from=since, expired_to=until, among=among)


def _days_before(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)


def plain(asked: LeadQuery) -> tuple[list[str], dict[str, Any]]:
    """The conditions on a lead `l` that need no search, and their parameters."""
    parts, params = _of_columns(asked)
    # How far a lead has come in a campaign says that it is there.
    if asked.campaign is not None and not asked.reached:
        parts.append("EXISTS (SELECT 1 FROM enrollment e WHERE e.lead_id = l.id AND e.campaign_id = :campaign)")
        params["campaign"] = asked.campaign
    if asked.outside is not None:
        parts.append("NOT EXISTS (SELECT 1 FROM enrollment o WHERE o.lead_id = l.id AND o.campaign_id = :outside)")
        params["outside"] = asked.outside
    if asked.among is not None:
        parts.append("EXISTS (SELECT 1 FROM enrollment e WHERE e.lead_id = l.id AND e.campaign_id = ANY(:among))")
        params["among"] = list(asked.among)
    return parts, params


def _of_columns(asked: LeadQuery) -> tuple[list[str], dict[str, Any]]:
    """The part of these that is about the lead's own row."""
    chosen = {name: getattr(asked, name) for name in ("status", "listing_status", "source", "state")}
    params = {name: wanted for name, wanted in chosen.items() if wanted}
    return [NOT_MERGED, *(f"l.{name} = :{name}" for name in params)], params


def _narrowed(asked: LeadQuery) -> list[Search]:
    """By bounds and tries. They may leave few leads or many, in whatever part of an order, so they are looked up, all
    at once and together with the other conditions on the lead's own columns."""
    bounds = {name: bound for name in _BOUNDS if (bound := getattr(asked, name)) is not None}
    conditions = [_BOUNDS[name] for name in bounds] + ([_TRIES[asked.tries]] if asked.tries else [])
    if not conditions:
        return []
    parts, params = _of_columns(asked)
    lookup = f"SELECT l.id FROM lead l WHERE {' AND '.join([*parts, *conditions])}"  # noqa: S608 - our own words
    return [Search(lookup, " AND ".join(conditions), {**params, **bounds}, own=True)]


def searches(asked: LeadQuery) -> list[Search]:
    """Seven digits or more are the start of a number, anything else the starts of words in names and addresses."""
    found = _narrowed(asked)
    if asked.file is not None:
        found.append(Search("SELECT id FROM lead WHERE import_id = :file", "l.import_id = :file", {"file": asked.file}))
    if asked.held:
        found.append(_kept_back(asked))
    if asked.stage and asked.campaign is not None:
        found.append(Search(_AT_STAGE, _IS_AT_STAGE, {"stage": asked.stage, "in_campaign": asked.campaign}))
    if asked.reached:
        lookup = _CAME_SO_FAR if asked.campaign is None else _CAME_SO_FAR_THERE
        found.append(Search(lookup, _IS_SO_FAR, {"reached": asked.reached, "in_campaign": asked.campaign}))
    digits, words = re.sub(r"\D", "", asked.q), re.findall(r"\w+", asked.q)
    if len(digits) >= 7 and not re.search(r"[^\W\d_]", asked.q):
        start = f"+{digits if digits.startswith('1') else f'1{digits}'}"
        found.append(Search(_BY_NUMBER, _HAS_NUMBER, {"number": start, "beyond": f"{start}:"}))
    elif asked.q.strip():
        # Without a letter or digit nothing is asked for that anything could match.
        query = " & ".join(f"{word}:*" for word in words)
        found.append(Search(_BY_WORDS, _HAS_WORDS, {"words": query}))
    return found


def _kept_back(asked: LeadQuery) -> Search:
    """In the campaign that is asked for, else in any."""
    there, params = ("", {}) if asked.campaign is None else (_THERE, {"in_campaign": asked.campaign})
    if asked.held == "any":
        return Search(_KEPT_BACK + there, _IS_KEPT_BACK.format(there=there), params)
    return Search(_BY_REASON + there, _HAS_REASON.format(there=there), {**params, "held": asked.held})


def looked_up(conn: Connection, search: Search) -> str | None:
    """The leads that match, as the text of an array; None for many, which are met soon enough by walking along the
    order and testing each. The database cannot choose, since it does not know beforehand how many match."""
    looked_up = text(f"""
        SELECT CASE WHEN count(*) < :most THEN coalesce(CAST(array_agg(found.lead_id) AS text), '{{}}') END
          FROM (SELECT * FROM ({search.lookup}) AS every (lead_id) LIMIT :most) AS found
    """)  # noqa: S608 - our own words
    ids: str | None = conn.execute(looked_up, {**search.params, "most": FEW + 1}).scalar_one()
    return ids
