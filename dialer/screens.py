"""What a screen on the wall shows to whoever passes by: counts only, never the name or number of a lead."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection

from dialer import cards
from dialer.bootstrap import Services
from dialer.cards import CampaignCard
from dialer.refusals import Refused, invalid, missing
from dialer.store import audit, screens, snapshot
from dialer.store.accounts import Account
from dialer.store.screens import Screen

STATES = (("talking", "Talking"), ("ready", "Dialing"), ("wrap_up", "Wrap-up"), ("paused", "Paused"))


@dataclass(frozen=True, slots=True)
class Stalled:
    """Why no call goes out, and in which campaigns; `everywhere` in all of several."""

    sentence: str
    campaigns: tuple[str, ...]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Wall:
    """The floor in numbers. `states` are (word, label, agents) in their order."""

    states: tuple[tuple[str, str, int], ...]
    dials_today: int
    dials_last_hour: int
    contacts_today: int
    appointments_today: int
    campaigns: tuple[CampaignCard, ...]
    stalled: tuple[Stalled, ...]
    """Each reason once, however many campaigns it holds up."""


@dataclass(frozen=True, slots=True)
class NewScreen:
    """The token stands in the address and is shown this once."""

    id: int
    token: str


def add(services: Services, by: Account, name: str) -> NewScreen | Refused:
    if not name:
        return invalid("name", "Say where the screen hangs, so that you know which one to take back.")
    token, now = secrets.token_urlsafe(24), services.clock.now()
    with services.db.transaction() as conn:
        made = screens.add(conn, name=name, token_hash=_hash(token), user_id=by.id, now=now)
        audit.record(conn, now, by.id, "screen.added", "screen", made, {"name": name})
    return NewScreen(made, token)


def revoke(services: Services, by: Account, screen_id: int) -> Refused | None:
    now = services.clock.now()
    with services.db.transaction() as conn:
        if not screens.revoke(conn, screen_id, now):
            return missing("screen")
        audit.record(conn, now, by.id, "screen.revoked", "screen", screen_id)
    return None


def by_token(conn: Connection, token: str) -> Screen | None:
    return screens.by_token_hash(conn, _hash(token))


def wall(services: Services, conn: Connection) -> Wall:
    now = services.clock.now()
    agents = Counter(card.state for card in cards.session_cards(conn, snapshot.open_sessions(conn)))
    campaigns = cards.campaign_cards(conn, snapshot.floor_campaigns(conn), now)
    return Wall(
        states=tuple((word, label, agents[word]) for word, label in STATES),
        dials_today=sum(card.dials_today for card in campaigns),
        dials_last_hour=sum(card.dials_last_hour for card in campaigns),
        contacts_today=sum(card.contacts_today for card in campaigns),
        appointments_today=sum(card.appointments_today for card in campaigns),
        campaigns=tuple(campaigns),
        stalled=_stalled(campaigns),
    )


def _stalled(campaigns: Sequence[CampaignCard]) -> tuple[Stalled, ...]:
    of_reason: dict[str, list[str]] = {}
    for card in campaigns:
        if why := card.halted_because or card.why_no_call:
            of_reason.setdefault(why, []).append(card.name)
    return tuple(
        Stalled(sentence, tuple(names), everywhere=len(names) == len(campaigns) > 1)
        for sentence, names in of_reason.items()
    )


def _hash(token: str) -> str:
    # A token of 24 random bytes needs no slow hash: nobody can try them all.
    return sha256(token.encode()).hexdigest()
