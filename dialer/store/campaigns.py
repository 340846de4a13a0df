"""Campaigns as they are set up; what running one needs is in `store.campaigns_run`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from dialer.core.campaigns import CampaignSettings
from dialer.core.leads import LeadFilter
from dialer.store import live, voicemails
from dialer.store.schema import caller_id, campaign, enrollment

STATES = ("ready", "waiting", "held", "stopped", "claimed")


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with all its choices. `version` grows with every change by a person; `counts` are leads by state."""

    id: int
    version: int
    name: str
    status: str
    settings: CampaignSettings
    lead_filter: LeadFilter
    sequence_id: int | None
    script_id: int | None
    halted_because: str
    caller_ids: tuple[int, ...]
    counts: dict[str, int]
    leaves_messages: bool
    """Whether agents may leave a recorded message: there is one, and the policy on consent is stated."""


_COLUMNS = (
    campaign.c.id,
    campaign.c.edits.label("version"),
    campaign.c.name,
    campaign.c.status,
    campaign.c.settings,
    campaign.c.lead_filter,
    campaign.c.sequence_id,
    campaign.c.script_id,
    campaign.c.halted_because,
)


def everything(conn: Connection) -> list[Campaign]:
    """All campaigns, those at work first."""
    order = (campaign.c.status == "archived", func.lower(campaign.c.name))
    return _with_parts(conn, conn.execute(select(*_COLUMNS).order_by(*order)).all())


def load(conn: Connection, campaign_id: int) -> Campaign | None:
    found = conn.execute(select(*_COLUMNS).where(campaign.c.id == campaign_id)).all()
    return next(iter(_with_parts(conn, found)), None)


def agents_of(conn: Connection) -> dict[int, tuple[int, ...]]:
    """Who may work each campaign, as the settings say; empty means every agent."""
    rows = conn.execute(select(campaign.c.id, campaign.c.settings["agents"]))
    return {campaign_id: tuple(agents or ()) for campaign_id, agents in rows}


def add(conn: Connection, *, name: str, now: datetime, **fields: Any) -> int | None:
    """The new campaign's id, or None where the name is taken."""
    if name_taken(conn, name):
        return None
    made = insert(campaign).values(name=name, created_at=now, **_stored(fields))
    return int(conn.execute(made.returning(campaign.c.id)).scalar_one())


def save(conn: Connection, campaign_id: int, version: int, **fields: Any) -> bool:
    """Writes the fields if nobody changed the campaign since `version` was read; marks it for the screens."""
    wanted = update(campaign).where(campaign.c.id == campaign_id, campaign.c.edits == version)
    grown = {"version": campaign.c.version + 1, "edits": campaign.c.edits + 1}
    done = conn.execute(wanted.values(**grown, **_stored(fields)))
    if done.rowcount:
        live.mark(conn, "campaign", campaign_id)
    return bool(done.rowcount)


def pause_all(conn: Connection) -> list[int]:
    """Pauses every running campaign; which ones."""
    rows = conn.execute(
        text("UPDATE campaign SET status = 'paused', version = version + 1 WHERE status = 'running' RETURNING id")
    )
    return sorted(rows.scalars())


def show_numbers(conn: Connection, campaign_id: int, ids: Sequence[int]) -> None:
    """Gives these of our numbers to the campaign and lets go of its others; a number serves one campaign or all."""
    mine = update(caller_id).where(caller_id.c.campaign_id == campaign_id, caller_id.c.id.not_in(ids))
    conn.execute(mine.values(campaign_id=None))
    conn.execute(update(caller_id).where(caller_id.c.id.in_(ids)).values(campaign_id=campaign_id))


def using_sequence(conn: Connection, sequence_id: int) -> list[int]:
    """Campaigns whose leads follow the sequence."""
    return list(conn.execute(select(campaign.c.id).where(campaign.c.sequence_id == sequence_id)).scalars())


def name_taken(conn: Connection, name: str, but_for: int = 0) -> bool:
    """Whether a campaign other than `but_for` has this name, in whatever case."""
    same = select(campaign.c.id).where(func.lower(campaign.c.name) == name.lower(), campaign.c.id != but_for)
    return conn.execute(same).first() is not None


def _stored(fields: dict[str, Any]) -> dict[str, Any]:
    """Rules' values as the JSON they are kept as."""
    kept = (CampaignSettings, LeadFilter)
    return {name: value.to_json() if isinstance(value, kept) else value for name, value in fields.items()}


def _with_parts(conn: Connection, found: Sequence[Any]) -> list[Campaign]:
    ids = [row.id for row in found]
    numbers = _grouped(
        conn.execute(select(caller_id.c.campaign_id, caller_id.c.id).where(caller_id.c.campaign_id.in_(ids)))
    )
    counted = conn.execute(
        select(enrollment.c.campaign_id, enrollment.c.state, func.count())
        .where(enrollment.c.campaign_id.in_(ids))
        .group_by(enrollment.c.campaign_id, enrollment.c.state)
    )
    counts: dict[int, dict[str, int]] = {each: dict.fromkeys(STATES, 0) for each in ids}
    for campaign_id, state, count in counted:
        counts[campaign_id][state] = count
    recorded = voicemails.with_any(conn)
    return [
        _campaign(row, tuple(numbers.get(row.id, ())), counts[row.id], has_message=row.id in recorded) for row in found
    ]


def _campaign(row: Any, numbers: tuple[int, ...], counts: dict[str, int], *, has_message: bool) -> Campaign:
    settings = CampaignSettings.from_json(row.settings)
    return Campaign(
        **dict(row._mapping) | {"settings": settings, "lead_filter": LeadFilter.from_json(row.lead_filter)},
        caller_ids=numbers,
        counts=counts,
        leaves_messages=bool(settings.voicemail_consent and (settings.voicemail_message or has_message)),
    )


def _grouped(pairs: Iterable[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
