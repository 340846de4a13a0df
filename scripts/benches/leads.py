"""The list of leads, saved lists, duplicates and figures as a manager's console asks for them, over many leads.

Fills an empty database with leads, numbers, places in campaigns and calls, then asks the server for pages at the top,
in the middle and far down of every order under every filter. Prints each question's 95th percentile in milliseconds.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, product
from random import Random

from sqlalchemy import Connection, text

from dialer import reports
from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.store import leads_read
from scripts.benches.stores import fresh_stores
from tests.support.browser import Browser
from tests.support.builders import a_user
from webui import create_app

NOW = datetime(2026, 11, 19, 18, tzinfo=UTC)
CAMPAIGNS = 4
DAYS = 60
"""Days over which the calls are spread."""
LEADS = 500_000
PAGE_LIMIT_MS = 200
FIGURES_LIMIT_MS = 500

SORTS = ("expired", "name", "newest", "attempted")
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"state": "TX"},
    {"state": "WY"},
    {"status": "held"},
    {"listing_status": "cancelled"},
    {"source": "redx"},
    {"campaign": "1"},
    {"campaign": "2", "state": "TX", "status": "open"},
    {"held": "any"},
    {"held": "attempt_cap"},
    {"reached": "3", "campaign": "1"},
    {"reached": "4"},
    {"price_from": "300000", "price_to": "400000"},
    {"price_from": "999000"},
    {"price_to": "50000"},
    {"market_from": "300"},
    {"market_from": "360", "campaign": "2"},
    {"lapsed_to": "7"},
    {"lapsed_from": "300", "lapsed_to": "330"},
    {"tries": "none"},
    {"tries": "none", "price_from": "300000", "price_to": "320000", "market_to": "90", "status": "open"},
    {"q": "oak"},
    {"q": "nightingale 77"},
    {"q": "nobody of this name"},
    {"q": "(217) 555-0142"},
)

_FILL = (
    """
    INSERT INTO campaign (name, settings, created_at)
    SELECT 'Bench ' || n, '{}', :now FROM generate_series(1, :campaigns) AS n
    """,
    """
    INSERT INTO session (agent_id, campaign_id, state, state_since, started_at, ends_at, ended_at, lines, seen_at)
    SELECT :agent, id, 'ended', :now, :now, :now, :now, 3, :now FROM campaign
    """,
    """
    INSERT INTO lead (name, created_at, status, hold_reason, source, listing_status, street, city, state, zip,
                      address_key, expired_on, list_price_cents, days_on_market, tried)
    SELECT (ARRAY['Ann', 'Bo', 'Cy', 'Di', 'Ed'])[1 + n % 5] || ' ' ||
           (ARRAY['Miller', 'Nightingale', 'Lopez', 'Chen', 'Baker', 'Silva', 'Novak'])[1 + n % 7] || ' ' || n % 9973,
           :now - make_interval(mins => (n * 7) % (86400 * 2)),
           CASE WHEN n % 23 = 0 THEN 'held' WHEN n % 97 = 0 THEN 'closed' ELSE 'open' END,
           CASE WHEN n % 23 = 0 THEN 'withdrawn' ELSE '' END,
           (ARRAY['redx', 'vulcan7', 'landvoice', 'mls'])[1 + n % 4],
           (ARRAY['expired', 'expired', 'expired', 'cancelled', 'withdrawn'])[1 + n % 5],
           n || ' ' || (ARRAY['Oak', 'Elm', 'Pine', 'Cedar'])[1 + n % 4] || ' St', 'Springfield',
           CASE WHEN n % 500 = 0 THEN 'WY' ELSE (ARRAY['TX', 'IL', 'CA', 'NY', 'FL', 'OH', 'AZ'])[1 + n % 7] END,
           (ARRAY['77001', '62701', '90001', '10001', '33101', '43085', '85001'])[1 + n % 7],
           n || ' ST||' || n % 7, CAST(:now AS date) - n % 400, 10000000 + n % 90000 * 1000,
           n * 31 % 365, n <= :tried
      FROM generate_series(1, :leads) AS n
    """,
    "INSERT INTO person (lead_id, full_name, role) SELECT id, name, 'owner' FROM lead",
    """
    INSERT INTO phone (lead_id, e164, kind, rank, attempts)
    SELECT l.id, '+1' || 200 + abs(hashint8(l.id * 2 + k)) % 800 || '5550' || 100 + abs(hashint8(l.id + k * 7)) % 100,
           'mobile', k, 2
      FROM lead l, generate_series(0, 1) AS k
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO enrollment (campaign_id, lead_id, phone_id, state, next_call_at, reached, refusals, enrolled_at,
                            expired_on)
    SELECT 1 + l.id % :campaigns, l.id, p.id,
           (ARRAY['ready', 'waiting', 'waiting', 'stopped'])[1 + l.id % 4],
           CASE WHEN l.id % 4 IN (1, 2) THEN :now + make_interval(hours => CAST(l.id % 200 AS int)) END,
           CASE WHEN l.id % 50 = 0 THEN 4 WHEN l.id % 10 = 0 THEN 3 WHEN l.id % 3 = 0 THEN 2 ELSE 1 END,
           CASE WHEN l.id % 20 = 0 THEN '[{"code": "attempt_cap"}]'::jsonb
                WHEN l.id % 33 = 0 THEN '[{"code": "suppressed"}]'::jsonb ELSE '[]'::jsonb END, :now, l.expired_on
      FROM lead l JOIN (SELECT lead_id, min(id) AS id FROM phone GROUP BY lead_id) AS p ON p.lead_id = l.id
    """,
    """
    INSERT INTO attempt (lead_id, phone_id, campaign_id, enrollment_id, session_id, agent_id, e164, call_id, step,
                         opened_at, latest, answered_at, ended_at, open, human, disposition, outcome, ending,
                         talk_seconds)
    SELECT e.lead_id, e.phone_id, e.campaign_id, e.id, e.campaign_id, :agent, '+12175550100', 'bench-' || n, n % 6,
           t.at, n > :calls - :tried, CASE WHEN n % 3 = 0 THEN t.at END, t.at + interval '1 minute', FALSE, n % 5 = 0,
           CASE WHEN n % 25 = 0 THEN 'contact' WHEN n % 200 = 1 THEN 'appointment' ELSE '' END,
           CASE WHEN n % 25 = 0 THEN 'contact' ELSE 'no_answer' END, 'no_answer', n % 300
      FROM generate_series(1, CAST(:calls AS bigint)) AS n
      JOIN enrollment e ON e.lead_id = 1 + (n * 7919) % :tried
     CROSS JOIN LATERAL (SELECT :now - make_interval(
               days => CAST((:calls - n) * :days / :calls AS int),
               mins => CAST((n / :days * 13) % 600 AS int)) AS at) AS t
    """,
    """
    INSERT INTO call (id, role, attempt_id, campaign_id, carrier, e164, state, carrier_call_id, planned_at, ended_at)
    SELECT call_id, 'lead', id, campaign_id, 'practice', e164, 'ended', call_id, opened_at, ended_at FROM attempt
    """,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=LEADS)
    parser.add_argument("--calls", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=9, help="pages asked for in each order and filter")
    parser.add_argument("--explain", action="store_true", help="print how long filling and summing took")
    asked = parser.parse_args()
    with fresh_stores(durable=False) as stores:
        services = stores.services()
        try:
            took = _filled(services, asked.leads, asked.calls)
            found = dict(_measured(services, asked.rounds))
        finally:
            services.close()
    if asked.explain:
        print(json.dumps(took), file=sys.stderr)
    _tell(found)


def _filled(services: Services, leads: int, calls: int) -> dict[str, float]:
    started = time.perf_counter()
    with services.db.transaction() as conn:
        agent = a_user(conn).id
        # The rows are consistent by the way they are made; checking each of several million takes half of the time.
        conn.execute(text("SET LOCAL session_replication_role = replica"))
        given = {"now": NOW, "agent": agent, "leads": leads, "calls": calls, "campaigns": CAMPAIGNS, "days": DAYS}
        given["tried"] = leads * 9 // 10
        indexes = _without_indexes(conn)
        for statement in _FILL:
            conn.execute(text(statement.replace("::jsonb", "\\:\\:jsonb")), given)
            # The next statement reads what this one wrote, by a plan for as many rows.
            conn.execute(text("ANALYZE"))
        for index in indexes:
            conn.exec_driver_sql(index)
    with services.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))
    filled = time.perf_counter()
    while reports.sum_up(services, NOW):
        pass
    return {"filled_s": round(filled - started), "summed_s": round(time.perf_counter() - filled)}


def _without_indexes(conn: Connection) -> list[str]:
    """Drops what can be built again in one go afterwards, in a fraction of the time; how to build it."""
    found = conn.execute(
        text("""
            SELECT i.indexname, i.indexdef FROM pg_indexes i
             WHERE i.schemaname = 'public'
               AND i.tablename IN ('lead', 'person', 'phone', 'enrollment', 'attempt', 'call')
               AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)
        """)
    ).all()
    for name, _ in found:
        conn.exec_driver_sql(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _measured(services: Services, rounds: int) -> Iterator[tuple[str, float]]:
    """(question, 95th percentile in milliseconds) of everything, asked through the whole server."""
    with services.db.transaction() as conn:
        manager = a_user(conn, role="manager")
        _save_lists(conn, manager.id)
    at_noon = Services(**{**_fields(services), "clock": FixedClock(NOW)})
    browser = Browser(create_app(at_noon)).log_in(manager)
    for sort, chosen in product(SORTS, FILTERS):
        name = f"leads {sort} {json.dumps(chosen) if chosen else 'all'}"
        yield name, _p95(_pages(browser, sort, chosen), rounds)
    for path in _OTHERS:
        yield path, _p95(partial(_ask, browser, path), rounds)


_OTHERS = (
    "/api/lead-lists",
    "/api/leads/duplicates",
    "/api/leads/77/duplicates",
    "/api/campaigns",
    "/api/campaigns/1/figures?days=1",
    "/api/campaigns/1/figures?days=30",
    "/api/campaigns/1/figures?days=366",
    "/api/campaigns/1/figures/calls?days=30&heading=hour&group=3-12",
    "/api/campaigns/1/figures/calls?days=30&heading=hour&group=6-9",
    "/api/campaigns/1/figures/calls?days=30&heading=touch&group=3",
    "/api/tasks",
)


def _save_lists(conn: Connection, user_id: int) -> None:
    """As many as one person may have."""
    for n in range(20):
        conn.execute(
            text("INSERT INTO lead_list (user_id, name, query, created_at) VALUES (:user, :name, :query, :now)"),
            {"user": user_id, "name": f"List {n}", "query": json.dumps(FILTERS[n % len(FILTERS)]), "now": NOW},
        )


def _fields(services: Services) -> dict[str, object]:
    return {name: getattr(services, name) for name in services.__dataclass_fields__ if name != "hands"}


def _pages(browser: Browser, sort: str, chosen: dict[str, str]) -> Callable[[], None]:
    """Asks for the first page, then for one somewhere in the list and the one after it, and so on."""
    random = Random(f"{sort}{chosen}")
    following: list[str] = [""]
    serial = count()

    def step() -> None:
        place = next(serial) % 3
        cursor = ("", _somewhere(sort, random), following[0])[place]
        found = _ask(browser, "/api/leads", sort=sort, cursor=cursor, **chosen)
        following[0] = found["next_cursor"] or ""

    return step


def _somewhere(sort: str, random: Random) -> str:
    at = NOW - timedelta(days=random.random() * DAYS)
    keys = {
        "expired": str((NOW - timedelta(days=random.randrange(400))).date()),
        "name": f"{random.choice(('ann', 'bo', 'cy', 'di'))} miller {random.randrange(9973)}",
        "newest": str(random.randrange(1, LEADS)),
        "attempted": at.isoformat(),
    }
    return leads_read.cursor_of(keys[sort], random.randrange(1, LEADS))


def _ask(browser: Browser, path: str, **query: str) -> dict[str, str]:
    answer = browser.http.get(path, query_string=query or None, buffered=True)
    assert answer.status_code == 200, (path, query, answer.text)
    found: dict[str, str] = answer.json
    return found


def _p95(question: Callable[[], object], rounds: int) -> float:
    """The first time counts as well: nobody asks twice for the sake of a warm cache."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        question()
        taken.append((time.perf_counter() - started) * 1000)
    return round(statistics.quantiles(taken, n=20, method="inclusive")[18], 1)


def _tell(found: dict[str, float]) -> None:
    for name, took in found.items():
        limit = PAGE_LIMIT_MS if name.startswith("leads ") else FIGURES_LIMIT_MS
        print(f"{name:<78}{took:>9,.1f} ms{'  over ' + str(limit) if took > limit else ''}")
    pages = [took for name, took in found.items() if name.startswith("leads ")]
    others = [took for name, took in found.items() if not name.startswith("leads ")]
    print(json.dumps({"worst_page_p95_ms": max(pages), "worst_other_p95_ms": max(others), "p95_ms": found}))


if __name__ == "__main__":
    main()
