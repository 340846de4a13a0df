"""What the browser tests work on: campaigns of leads whose far ends are known, each with its own agent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.campaigns import CampaignSettings
from dialer.store.session import Database
from tests.browser.far_ends import FarEnds
from tests.support import builders

OUR_NUMBER = "+12175550199"
NEWEST = date(2026, 3, 11)
_FIRST = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gia", "Hal", "Ida", "Jon", "Kim", "Leo", "Mae", "Ned")
# A list is also chosen by typing its name, so that no two may begin alike.
_LISTS = tuple(first + last for last in ("", "bury", "dale", "field", "ham", "ton") for first in _FIRST)


@dataclass(frozen=True, slots=True)
class Work:
    """One agent's campaign. `leads` are the ids in the order in which they are dialed."""

    campaign_id: int
    campaign: str
    agent: builders.User
    leads: tuple[int, ...]


@dataclass
class Floor:
    """Makes people and work in the running installation."""

    db: Database
    far_ends: FarEnds
    made: int = 0

    def prepare(self) -> None:
        with self._conn() as conn:
            builders.a_caller_id(conn, e164=OUR_NUMBER)
            conn.execute(text("UPDATE caller_id SET daily_limit = 100000"))

    def user(self, role: str) -> builders.User:
        with self._conn() as conn:
            return builders.a_user(conn, role=role)

    def work(self, numbers: Sequence[str], **choices: Any) -> Work:
        """A campaign in which exactly these numbers are dialed, in this order; `choices` are its settings."""
        self.made += 1
        name = f"{_LISTS[self.made]} expireds"
        with self._conn() as conn:
            campaign_id = builders.a_campaign(
                conn,
                name=name,
                settings=CampaignSettings(wrap_up_seconds=0, **choices),
                sequence_id=conn.execute(text("SELECT id FROM sequence ORDER BY id LIMIT 1")).scalar_one(),
                script_id=conn.execute(text("SELECT id FROM script ORDER BY id LIMIT 1")).scalar_one(),
            )
            leads = tuple(_lead(conn, campaign_id, number, place) for place, number in enumerate(numbers))
            return Work(campaign_id, name, builders.a_user(conn), leads)

    def change(self, work: Work, **choices: Any) -> None:
        """Gives the campaign other settings, as its manager would."""
        with self._conn() as conn:
            conn.execute(
                text("UPDATE campaign SET settings = settings || CAST(:choices AS jsonb) WHERE id = :id"),
                {"id": work.campaign_id, "choices": json.dumps(choices)},
            )

    def promise(self, work: Work, lead_id: int) -> None:
        """The agent said that they would call this lead back about now."""
        with self._conn() as conn:
            conn.execute(
                text("""
                    UPDATE enrollment SET promised_at = now(), promised_agent_id = :agent
                     WHERE campaign_id = :campaign AND lead_id = :lead
                """),
                {"agent": work.agent.id, "campaign": work.campaign_id, "lead": lead_id},
            )

    def paper(self, work: Work, channel: str) -> None:
        """A letter or a door hanger is due at each of these leads."""
        with self._conn() as conn:
            places = conn.execute(text("SELECT id FROM enrollment WHERE campaign_id = :id"), {"id": work.campaign_id})
            for place in places.scalars().all():
                builders.a_touch(conn, place, channel=channel)

    def listed_by(self, lead_id: int, agent: str) -> None:
        """Who had the listing before."""
        with self._conn() as conn:
            conn.execute(
                text(
                    "UPDATE lead SET facts = facts || jsonb_build_object('agent', CAST(:agent AS text)) WHERE id = :id"
                ),
                {"id": lead_id, "agent": agent},
            )

    def ask(self, question: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.db.transaction() as conn:
            return [tuple(row) for row in conn.execute(text(question), values)]

    def _conn(self) -> Connection:
        return self.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _lead(conn: Connection, campaign_id: int, number: str, place: int) -> int:
    """Newest expireds are dialed first, so that each lead expired a day before the one above it."""
    expired_on = NEWEST - timedelta(days=place)
    lead_id = builders.a_lead(
        conn,
        name=f"{_FIRST[place % len(_FIRST)]} Example{place + 1}",
        numbers=[number],
        expired_on=expired_on,
        list_price_cents=349_900_00,
    )
    builders.an_enrollment(conn, campaign_id, lead_id, hours_key="C|IL", expired_on=expired_on)
    return lead_id
