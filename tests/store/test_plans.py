"""How PostgreSQL finds what a claim asks for."""

from sqlalchemy import text

from dialer.store import queue
from dialer.store.session import Database
from tests.support.builders import NOW


def test_a_claim_finds_leads_by_their_keys_though_its_plan_was_made_while_there_were_none(db: Database) -> None:
    asked = {"campaign_id": 1, "agent_ids": [1], "hours_keys": [""], "grace": NOW, "reserved_since": NOW, "count": 10}
    with db.transaction() as conn:
        conn.execute(text("ANALYZE lead, enrollment, phone"))
        queue.plan_once(conn)
        plan = "\n".join(conn.execute(text(f"EXPLAIN {queue._CANDIDATES.text}"), asked).scalars())
    assert "Index Scan" in plan
    assert "Seq Scan" not in plan
