"""Picking and claiming one line from a queue of 10,000 leads, and from one of 500,000."""

import argparse
import json
import statistics
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from dialer.bootstrap import Services
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import Contact, hours_key
from dialer.engine.claim import Seat, claim_lines, terms_of
from dialer.store.campaigns_run import find
from dialer.store.session import Connection
from scripts.benches import rows
from scripts.benches.stores import fresh_stores

THURSDAY_NOON = datetime(2026, 11, 19, 18, tzinfo=UTC)
"""Noon in Chicago, so that the queue holds open and closed hours, as a real one does."""

PLACES = [
    (area, state, zip_)
    for state, zip_, areas in (
        ("IL", "62701", (217, 312, 618, 815)),
        ("CA", "90001", (213, 415, 619, 916)),
        ("NY", "10001", (212, 315, 518, 716)),
        ("TX", "77001", (210, 214, 512, 713)),
        ("OH", "43085", (216, 330, 419, 614)),
        ("GA", "30301", (229, 404, 478, 706)),
        ("NC", "27601", (252, 336, 704, 919)),
        ("CO", "80201", (303, 719, 720, 970)),
        ("AZ", "85001", (480, 520, 602, 928)),
        ("TN", "37201", (423, 615, 731, 865)),
    )
    for area in areas
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=400)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=500_000)
    asked = parser.parse_args()
    small, large = (_measure(size, asked.claims) for size in (asked.small, asked.large))
    print(f"{'leads in the queue':<24}{'median ms':>12}{'p95 ms':>12}{'wanted ms':>12}")
    print(f"{asked.small:<24,}{small[0]:>12.1f}{small[1]:>12.1f}{20:>12}")
    print(f"{asked.large:<24,}{large[0]:>12.1f}{large[1]:>12.1f}{2 * small[1]:>12.1f}")
    print(json.dumps({"claim_p95_ms_10k": round(small[1], 2), "claim_p95_ms_500k": round(large[1], 2)}))


def _measure(leads: int, count: int) -> tuple[float, float]:
    with fresh_stores() as stores:
        services = stores.services()
        try:
            campaign_id, session_id = _fill(services, leads)
            return _claim(services, campaign_id, session_id, count)
        finally:
            services.close()


def _fill(services: Services, leads: int) -> tuple[int, int]:
    with services.db.transaction() as conn:
        campaign_id, session_id = rows.campaign_with_session(conn, THURSDAY_NOON, CampaignSettings(lines_per_agent=1))
        rows.leads(conn, campaign_id, leads, THURSDAY_NOON)
        _spread_over_the_country(conn)
    with services.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))
    return campaign_id, session_id


def _spread_over_the_country(conn: Connection) -> None:
    """Gives every lead one of the places, with the key of its legal hours, and half of them a time in the future.

    Every 400th lead expired on the same day, so the place is taken by blocks of 400: each day has leads everywhere.
    """
    keys = [
        hours_key(Contact(lead_id="1", phone=f"+1{area}5550100", property_zip=zip_, property_state=state))
        for area, state, zip_ in PLACES
    ]
    places = {
        "area": [str(area) for area, _, _ in PLACES],
        "state": [state for _, state, _ in PLACES],
        "zip": [zip_ for _, _, zip_ in PLACES],
        "key": keys,
        "count": len(PLACES),
    }
    source = """
        unnest(CAST(:area AS text[]), CAST(:state AS text[]), CAST(:zip AS text[]), CAST(:key AS text[]))
        WITH ORDINALITY AS p(area, state, zip, key, n)
    """
    for statement in (
        f"UPDATE lead l SET state = p.state, zip = p.zip FROM {source} WHERE (l.id / 400) % :count = p.n - 1",
        # An area code has only 100 fictional numbers, so leads share them; a shared one on a line is refused.
        f"""UPDATE phone h SET e164 = '+1' || p.area || '5550' || (100 + abs(hashint8(h.lead_id)) % 100)
              FROM {source} WHERE (h.lead_id / 400) % :count = p.n - 1""",
        f"UPDATE enrollment e SET hours_key = p.key FROM {source} WHERE (e.lead_id / 400) % :count = p.n - 1",
    ):
        conn.execute(text(statement), places)
    conn.execute(
        text("UPDATE enrollment SET state = 'waiting', next_call_at = :later WHERE lead_id % 2 = 0"),
        {"later": THURSDAY_NOON + timedelta(days=2)},
    )
    conn.execute(
        text("INSERT INTO caller_id (e164) SELECT '+1' || a || '5550100' FROM unnest(CAST(:a AS text[])) AS a"),
        {"a": [str(area) for area, _, _ in PLACES]},
    )
    conn.execute(text("UPDATE caller_id SET daily_limit = 1000000"))


def _claim(services: Services, campaign_id: int, session_id: int, count: int) -> tuple[float, float]:
    """Milliseconds of one claim with its commit, median and 95th percentile, one line at a time."""
    taken: list[float] = []
    opened = 0
    for serial in range(count):
        now = THURSDAY_NOON + timedelta(milliseconds=serial)
        started = time.perf_counter()
        with services.db.transaction() as conn:
            campaign = find(conn, campaign_id)
            assert campaign is not None
            terms = terms_of(conn, services.settings, campaign, now)
            opened += claim_lines(conn, terms, [Seat(session_id, 1, 1)])
        taken.append((time.perf_counter() - started) * 1000)
    assert opened >= count * 0.9, f"only {opened} of {count} claims found a lead"
    return statistics.median(taken), statistics.quantiles(taken, n=20)[18]


if __name__ == "__main__":
    main()
