"""What running a campaign needs from its row; the set-up side is in `store.campaigns`."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.campaigns import CampaignSettings

_SETTINGS = text("SELECT settings FROM campaign WHERE id = :id")


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """A campaign that has open sessions or lines."""

    id: int
    name: str
    status: str
    halted_because: str
    settings: CampaignSettings


def campaign_settings(conn: Connection, campaign_id: int) -> CampaignSettings:
    """The campaign's choices as they are now."""
    found: Any = conn.execute(_SETTINGS, {"id": campaign_id}).scalar_one()
    return CampaignSettings.from_json(found)


def _campaign(row: Any) -> RunningCampaign:
    id_, name, status, halted_because, settings = row
    return RunningCampaign(id_, name, status, halted_because, CampaignSettings.from_json(settings))


def find(conn: Connection, campaign_id: int) -> RunningCampaign | None:
    """The campaign as it is now."""
    row = conn.execute(
        text("SELECT id, name, status, halted_because, settings FROM campaign WHERE id = :id"), {"id": campaign_id}
    ).first()
    return _campaign(row) if row else None


def is_running(conn: Connection, campaign_id: int) -> bool:
    """Whether it may dial at this moment."""
    found = conn.execute(text("SELECT status = 'running' FROM campaign WHERE id = :id"), {"id": campaign_id})
    return bool(found.scalar())


def with_open_sessions(conn: Connection) -> list[RunningCampaign]:
    """Campaigns in which somebody has a session now."""
    rows = conn.execute(
        text("""
            SELECT id, name, status, halted_because, settings FROM campaign
             WHERE id IN (SELECT campaign_id FROM session WHERE ended_at IS NULL) ORDER BY id
        """)
    )
    return [_campaign(row) for row in rows]


def ledger(conn: Connection, campaign_id: int, since: Any) -> tuple[int, int]:
    """(abandoned, answered by a person) since a moment: the two numbers of the legal ratio, 16 CFR 310.4(b)(4)(i)."""
    row = conn.execute(
        text("""
            SELECT count(*) FILTER (WHERE abandoned), count(*) FILTER (WHERE human)
              FROM attempt WHERE campaign_id = :id AND NOT inbound AND answered_at >= :since
        """),
        {"id": campaign_id, "since": since},
    ).one()
    return int(row[0]), int(row[1])


def halt(conn: Connection, campaign_id: int, because: str) -> None:
    """Stops new lines for the campaign with a reason that the board shows; empty takes it back."""
    conn.execute(
        text("UPDATE campaign SET halted_because = :because, version = version + 1 WHERE id = :id"),
        {"id": campaign_id, "because": because},
    )


def show_limit(conn: Connection, campaign_id: int, limit: str, sentence: str) -> bool:
    """Notes what keeps the pacer from opening one line more; whether that is news."""
    done = conn.execute(
        text(
            "UPDATE campaign SET limited_by = :limit, limited_sentence = :sentence, version = version + 1"
            " WHERE id = :id AND (limited_by, limited_sentence) IS DISTINCT FROM (:limit, :sentence)"
        ),
        {"id": campaign_id, "limit": limit, "sentence": sentence},
    )
    return done.rowcount == 1


def shown_limit(conn: Connection, campaign_id: int) -> str:
    """What the engine noted last with `show_limit`, as a sentence; empty before it has."""
    found = conn.execute(text("SELECT limited_sentence FROM campaign WHERE id = :id"), {"id": campaign_id})
    return str(found.scalar_one())
