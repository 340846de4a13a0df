"""How many leads under way a change would reach."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text


def at_steps(conn: Connection, *, campaign_ids: Sequence[int]) -> dict[int, int]:
    """How many leads under way stand at each step, over the given campaigns."""
    rows: Any = conn.execute(
        text("""
            SELECT position, count(*) FROM enrollment
             WHERE campaign_id = ANY(:ids) AND state <> 'stopped' GROUP BY 1 ORDER BY 1
        """),
        {"ids": list(campaign_ids)},
    )
    return dict(rows.all())


def examples_at(
    conn: Connection, campaign_ids: Sequence[int], positions: Sequence[int], count: int = 5
) -> list[tuple[int, str, int]]:
    """Some leads at these steps, as (lead, name, position)."""
    rows: Any = conn.execute(
        text("""
            SELECT e.lead_id, l.name, e.position FROM enrollment e JOIN lead l ON l.id = e.lead_id
             WHERE e.campaign_id = ANY(:ids) AND e.state <> 'stopped' AND e.position = ANY(:positions)
             ORDER BY e.id LIMIT :count
        """),
        {"ids": list(campaign_ids), "positions": list(positions), "count": count},
    )
    return [tuple(row) for row in rows]


def tried_at_least(conn: Connection, campaign_id: int, attempts: int) -> int:
    """Leads under way whose numbers together were tried so often."""
    return _count(
        conn,
        """
        SELECT count(*) FROM enrollment e
         WHERE e.campaign_id = :id AND e.state <> 'stopped'
           AND (SELECT coalesce(sum(p.attempts), 0) FROM phone p WHERE p.lead_id = e.lead_id) >= :attempts
        """,
        id=campaign_id,
        attempts=attempts,
    )


def numbers_tried_at_least(conn: Connection, campaign_id: int, attempts: int) -> int:
    """Leads under way whose next number was tried so often."""
    return _count(
        conn,
        """
        SELECT count(*) FROM enrollment e JOIN phone p ON p.id = e.phone_id
         WHERE e.campaign_id = :id AND e.state <> 'stopped' AND p.attempts >= :attempts
        """,
        id=campaign_id,
        attempts=attempts,
    )


def sessions_of_others(conn: Connection, campaign_id: int, agents: Sequence[int]) -> int:
    """Open sessions in the campaign of agents who are not among these."""
    return _count(
        conn,
        """
        SELECT count(*) FROM session
         WHERE campaign_id = :id AND ended_at IS NULL AND NOT agent_id = ANY(:agents)
        """,
        id=campaign_id,
        agents=list(agents),
    )


def _count(conn: Connection, query: str, **params: Any) -> int:
    return int(conn.execute(text(query), params).scalar_one())


def move(conn: Connection, campaign_ids: Sequence[int], moves: Mapping[int, int], *, end: int) -> None:
    """Changes places in one go; who comes to stand at the `end` is through with the sequence.

    A lead on a line keeps its claim: what follows from its call is computed from the new place.
    """
    conn.execute(
        text("""
            UPDATE enrollment e
               SET position = m.after, version = e.version + 1,
                   state = CASE WHEN over THEN 'stopped' ELSE e.state END,
                   stop_reason = CASE WHEN over THEN 'exhausted' ELSE e.stop_reason END,
                   next_call_at = CASE WHEN over THEN NULL ELSE e.next_call_at END
              FROM enrollment same
              JOIN unnest(CAST(:before AS int[]), CAST(:after AS int[])) AS m(before, after) ON same.position = m.before
             CROSS JOIN LATERAL (SELECT m.after >= :end AND same.state <> 'claimed' AS over) AS fate
             WHERE e.id = same.id AND e.campaign_id = ANY(:ids) AND e.state <> 'stopped'
        """),
        {
            "ids": list(campaign_ids),
            "before": list(moves.keys()),
            "after": list(moves.values()),
            "end": end,
        },
    )
