"""The month's world: who is dialed, how the phone network behaves, how the agents work, and by what terms.

Nothing in it holds a dialer back but its own pacing: the hours at which the shift lies are open on the whole mainland,
no cap binds, every lead has a number of its own, and a lead whose one call is over is put back into the list.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, text

from dialer.core.campaigns import CampaignSettings, Screening
from dialer.core.compliance import Contact, hours_key
from dialer.core.robots import Habits
from dialer.setup import ensure_defaults
from dialer.store import robots, schema
from scripts.benches.queue import PLACES
from telephony.practice import Behaviour, Delays, Profile, Range

EAST = ZoneInfo("America/New_York")
FIRST_DAY = datetime(2026, 3, 2, 12, tzinfo=EAST)
"""A Monday at noon in the east, 9:00 in the west; 21 working days follow in that month, none of them a holiday."""

RING_SECONDS = 20
"""With at most two seconds until it rings, no line lasts longer than the 22 seconds of the discrete-event benchmark."""

ANSWERED, BUSY = 0.15, 0.15

HABITS = Habits(
    lines=1.0,
    thinks=(3.0, 12.0),
    talks_at_most=(240.0, 600.0),
    pause_share=0.0,
    # Longer than a shift's end and shorter than a night: one session each day.
    rests=(7200.0, 7200.0),
    results={"not_interested": 0.6, "contact": 0.25, "no_contact_next_lead": 0.15},
)


@dataclass(frozen=True, slots=True)
class Month:
    """What is simulated. `tick_seconds` is how often the engine and the agents look at what has happened."""

    agents: int = 20
    days: int = 21
    hours: float = 6.0
    seed: int = 20_261_121
    target: float = 0.02
    tick_seconds: float = 0.5
    leads_per_agent: int = 200
    talk_seconds: float = 112.0
    """With the time to write it up, two minutes for each person: the middle of the pacing benchmark's grid."""
    machines: float = 0.0
    """Share of the dials that a voicemail takes. The engine knows it only when the detector has spoken, and takes it
    for a person until then; the discrete-event benchmark knows at once, so that with machines the two worlds differ."""

    @property
    def shares(self) -> dict[Behaviour, float]:
        known = {Behaviour.person: ANSWERED, Behaviour.voicemail: self.machines, Behaviour.busy: BUSY}
        return {**known, Behaviour.no_answer: 1.0 - sum(known.values())}

    @property
    def profile(self) -> Profile:
        # The detector makes no mistakes here, because the discrete-event benchmark draws its mistakes by its own laws.
        delays = Delays(first_ring=Range(0.5, 1.8), talk_mean_seconds=self.talk_seconds)
        return Profile(seed=self.seed, shares=self.shares, delays=delays, mislabelled=0.0, brush_off=0.0)

    @property
    def settings(self) -> CampaignSettings:
        """Predictive, machines let go of when heard, and nothing that would starve the agents of leads."""
        return CampaignSettings(
            mode="predictive",
            target_abandoned=self.target,
            screening=Screening.RELEASE,
            ring_seconds=RING_SECONDS,
            wrap_up_seconds=60,
            identification="This is us.",
            reservation_hours=0.0,
            hours_from_failed=0.0,
            min_hours_between=0.0,
            per_number_per_day=1000,
            per_lead_per_day=1000,
            rolling_24_hours=1000,
            per_number_total=1_000_000,
            per_lead_total=1_000_000,
        )

    @property
    def habits(self) -> Habits:
        return Habits(**(asdict(HABITS) | {"minutes": round(self.hours * 60)}))

    def shifts(self) -> Iterator[tuple[datetime, datetime]]:
        """Beginning and end of each working day, in UTC."""
        day, left = FIRST_DAY, self.days
        while left:
            if day.weekday() < 5:
                yield day.astimezone(UTC), day.astimezone(UTC) + timedelta(hours=self.hours)
                left -= 1
            # Calendar arithmetic on the wall clock: the shift stays at noon when summer time begins.
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Number:
    """A fictional number and the place of its owner."""

    e164: str
    state: str
    zip: str
    hours_key: str


def numbers(count: int, rng: Random) -> list[Number]:
    """So many different ones, mixed over the country."""
    found = []
    for area, state, zip_ in PLACES:
        key = hours_key(Contact(lead_id="1", phone=f"+1{area}5550100", property_zip=zip_, property_state=state))
        found += [Number(f"+1{area}5550{last}", state, zip_, key) for last in range(100, 200)]
    rng.shuffle(found)
    return found[:count]


def set_up(conn: Connection, month: Month) -> int:
    """Agents, numbers to show, a campaign and its leads; the campaign's id."""
    now = next(month.shifts())[0]
    ensure_defaults(conn, now)
    stored = insert(schema.campaign).values(name="Month", settings=month.settings.to_json(), created_at=now)
    campaign_id = int(conn.execute(stored.returning(schema.campaign.c.id)).scalar_one())
    shown = [{"e164": f"+13045550{last}", "label": "Ours", "daily_limit": 1_000_000} for last in range(190, 200)]
    conn.execute(insert(schema.caller_id), shown)
    robots.give_seats(conn, [(_agent(conn, serial, now), asdict(month.habits)) for serial in range(month.agents)])
    _leads(conn, campaign_id, numbers(month.leads_per_agent * month.agents, Random(month.seed)), now)
    return campaign_id


def _agent(conn: Connection, serial: int, now: datetime) -> int:
    stored = insert(schema.user_account).values(
        email=f"agent.{serial}@example.com", name=f"Agent {serial}", role="agent", password_hash="-", created_at=now
    )
    return int(conn.execute(stored.returning(schema.user_account.c.id)).scalar_one())


def _leads(conn: Connection, campaign_id: int, owners: list[Number], now: datetime) -> None:
    conn.execute(
        text("""
            WITH place AS (
                SELECT n, e164, state, zip, hours_key
                  FROM unnest(CAST(:e164 AS text[]), CAST(:state AS text[]), CAST(:zip AS text[]),
                              CAST(:hours_key AS text[])) WITH ORDINALITY AS p(e164, state, zip, hours_key, n)),
            fresh AS (
                INSERT INTO lead (name, created_at, street, city, state, zip, listing_status, expired_on, row_number)
                SELECT 'Owner ' || n, :now, n || ' Sample St', 'Springfield', state, zip, 'expired',
                       CAST(:now AS date), n FROM place
                RETURNING id, row_number),
            called AS (
                INSERT INTO phone (lead_id, e164, kind)
                SELECT f.id, p.e164, 'mobile' FROM fresh f JOIN place p ON p.n = f.row_number
                RETURNING id, lead_id)
            INSERT INTO enrollment (campaign_id, lead_id, state, phone_id, hours_key, expired_on, enrolled_at)
            SELECT :campaign_id, f.id, 'ready', c.id, p.hours_key, CAST(:now AS date), :now
              FROM fresh f JOIN place p ON p.n = f.row_number JOIN called c ON c.lead_id = f.id
        """),
        {
            "now": now,
            "campaign_id": campaign_id,
            "e164": [owner.e164 for owner in owners],
            "state": [owner.state for owner in owners],
            "zip": [owner.zip for owner in owners],
            "hours_key": [owner.hours_key for owner in owners],
        },
    )


def put_back(conn: Connection, campaign_id: int) -> int:
    """Leads whose one call is over, or whose next is far off, become ready again, as if they were new; how many."""
    conn.execute(
        text("UPDATE phone SET status = 'ok', rest_until = NULL WHERE status <> 'ok' OR rest_until IS NOT NULL")
    )
    done = conn.execute(
        text("""
            UPDATE enrollment e
               SET state = 'ready', stop_reason = '', next_call_at = NULL, position = 0, tries = 0, quick = 0,
                   phone_id = p.id, version = version + 1
              FROM phone p
             WHERE p.lead_id = e.lead_id AND e.campaign_id = :campaign_id AND e.state IN ('stopped', 'waiting', 'held')
        """),
        {"campaign_id": campaign_id},
    )
    return done.rowcount
