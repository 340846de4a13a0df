"""Rows for tests: each builder fills in what the test does not care about and gives the new row's id.

Builders take the `conn` fixture, which commits at once.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from sqlalchemy import Connection, Table, insert

from dialer.core.campaigns import CampaignSettings
from dialer.store import schema
from dialer.store.attempts import mark_latest

NOW = datetime(2026, 3, 12, 16, tzinfo=UTC)
PASSWORD = "correct horse battery"

_serial = count(1)
_AREA_CODES = (217, 224, 309, 312, 331, 618, 630, 708, 773, 779, 815, 847, 872)
"""Illinois only: one zone and one law, however many numbers the tests before have taken."""


class User(NamedTuple):
    """An account as a person knows it; the password is always `PASSWORD`."""

    id: int
    email: str
    name: str


@cache
def _password_hash() -> str:
    # Cheap on purpose: the parameters travel in the hash, and proving argon2's cost is not these tests' business.
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def a_number() -> str:
    """A fictional number that no earlier call gave, as long as a run needs fewer than 1,300."""
    n = next(_serial)
    return f"+1{_AREA_CODES[n // 100 % len(_AREA_CODES)]}55501{n % 100:02d}"


def _add(conn: Connection, table: Table, **values: Any) -> Any:
    return conn.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()


def a_user(conn: Connection, *, role: str = "agent", name: str | None = None, active: bool = True) -> User:
    n = next(_serial)
    name = name or f"Person {n}"
    email = f"{name.lower().replace(' ', '.')}.{n}@example.com"
    user_id = _add(
        conn,
        schema.user_account,
        email=email,
        name=name,
        role=role,
        password_hash=_password_hash(),
        active=active,
        created_at=NOW,
    )
    return User(user_id, email, name)


def a_sequence(conn: Connection, *, steps: Sequence[dict[str, Any]] = (), name: str | None = None) -> int:
    """Steps as stored: core.sequences.Step as JSON."""
    return int(
        _add(
            conn,
            schema.sequence,
            name=name or f"Sequence {next(_serial)}",
            steps=list(steps),
            updated_at=NOW,
        )
    )


def a_template(conn: Connection, *, body: str = "Hello {first_name}", kind: str = "text", subject: str = "") -> int:
    return int(
        _add(
            conn,
            schema.template,
            name=f"Template {next(_serial)}",
            kind=kind,
            subject=subject,
            body=body,
            updated_at=NOW,
        )
    )


def a_script(conn: Connection, *, name: str | None = None, body: dict[str, Any] | None = None) -> int:
    body = body or {"steps": [{"title": "Opening", "text": "Hello, this is {agent_name}."}], "objections": []}
    return int(_add(conn, schema.script, name=name or f"Script {next(_serial)}", body=body, updated_at=NOW))


def a_campaign(
    conn: Connection,
    *,
    name: str | None = None,
    settings: CampaignSettings | None = None,
    status: str = "running",
    sequence_id: int | None = None,
    script_id: int | None = None,
    lead_filter: dict[str, Any] | None = None,
    halted_because: str = "",
) -> int:
    return int(
        _add(
            conn,
            schema.campaign,
            name=name or f"Campaign {next(_serial)}",
            status=status,
            settings=(settings or CampaignSettings()).to_json(),
            lead_filter=lead_filter or {},
            sequence_id=sequence_id,
            script_id=script_id,
            created_at=NOW,
            halted_because=halted_because,
        )
    )


def a_caller_id(conn: Connection, *, e164: str | None = None, campaign_id: int | None = None) -> int:
    return int(
        _add(conn, schema.caller_id, e164=e164 or a_number(), label="Main", campaign_id=campaign_id, active=True)
    )


def a_lead(
    conn: Connection,
    *,
    name: str = "Pat Example",
    numbers: Sequence[str] | None = None,
    kind: str = "mobile",
    state: str = "IL",
    zip: str = "62701",
    city: str = "Springfield",
    street: str | None = None,
    listing_status: str = "expired",
    expired_on: date | None = date(2026, 3, 11),
    **more: Any,
) -> int:
    """A lead with its person and its numbers; one fresh fictional number when `numbers` is None."""
    lead_id = int(
        _add(
            conn,
            schema.lead,
            name=name,
            created_at=NOW,
            street=street or f"{next(_serial)} Sample St",
            city=city,
            state=state,
            zip=zip,
            listing_status=listing_status,
            expired_on=expired_on,
            **more,
        )
    )
    first, _, last = name.partition(" ")
    _add(conn, schema.person, lead_id=lead_id, first=first, last=last, full_name=name, role="owner")
    for rank, e164 in enumerate([a_number()] if numbers is None else numbers):
        a_phone(conn, lead_id, e164=e164, rank=rank, kind=kind)
    return lead_id


def a_phone(
    conn: Connection, lead_id: int, *, e164: str | None = None, rank: int = 0, kind: str = "mobile", **more: Any
) -> int:
    return int(_add(conn, schema.phone, lead_id=lead_id, e164=e164 or a_number(), rank=rank, kind=kind, **more))


def phones_of(conn: Connection, lead_id: int) -> list[tuple[int, str]]:
    """(id, e164) of the lead's numbers in their order."""
    table = schema.phone
    found = conn.execute(table.select().where(table.c.lead_id == lead_id).order_by(table.c.rank, table.c.id))
    return [(row.id, row.e164) for row in found]


def an_enrollment(
    conn: Connection,
    campaign_id: int,
    lead_id: int,
    *,
    state: str = "ready",
    phone_id: int | None = None,
    hours_key: str = "",
    expired_on: date | None = date(2026, 3, 11),
    **more: Any,
) -> int:
    """The lead's place in the campaign, at its first number unless `phone_id` says otherwise."""
    if phone_id is None:
        phone_id = next((phone for phone, _ in phones_of(conn, lead_id)), None)
    return int(
        _add(
            conn,
            schema.enrollment,
            campaign_id=campaign_id,
            lead_id=lead_id,
            state=state,
            phone_id=phone_id,
            hours_key=hours_key,
            expired_on=expired_on,
            enrolled_at=NOW,
            **more,
        )
    )


def a_session(
    conn: Connection,
    agent_id: int,
    campaign_id: int,
    *,
    state: str = "ready",
    lines: float = 3.0,
    leg_state: str = "up",
    at: datetime = NOW,
    length: timedelta = timedelta(hours=1),
    **more: Any,
) -> int:
    return int(
        _add(
            conn,
            schema.session,
            agent_id=agent_id,
            campaign_id=campaign_id,
            state=state,
            state_since=at,
            started_at=at,
            ends_at=at + length,
            lines=lines,
            leg_state=leg_state,
            seen_at=at,
            **more,
        )
    )


def an_attempt(
    conn: Connection, enrollment_id: int, session_id: int, *, at: datetime = NOW, call_id: str = "", **more: Any
) -> int:
    """One try at the enrollment's current number, open unless `open=False` is given."""
    place = conn.execute(schema.enrollment.select().where(schema.enrollment.c.id == enrollment_id)).one()
    e164 = conn.execute(schema.phone.select().where(schema.phone.c.id == place.phone_id)).one().e164
    made = int(
        _add(
            conn,
            schema.attempt,
            lead_id=place.lead_id,
            phone_id=place.phone_id,
            campaign_id=place.campaign_id,
            enrollment_id=enrollment_id,
            session_id=session_id,
            e164=e164,
            call_id=call_id or f"call-{next(_serial)}",
            opened_at=at,
            **more,
        )
    )
    mark_latest(conn, [place.lead_id])
    return made


def a_call(conn: Connection, attempt_id: int, *, state: str = "ringing", at: datetime = NOW, **more: Any) -> str:
    """The attempt's leg to the lead's number."""
    attempt = conn.execute(schema.attempt.select().where(schema.attempt.c.id == attempt_id)).one()
    return str(
        _add(
            conn,
            schema.call,
            id=attempt.call_id,
            role="lead",
            session_id=attempt.session_id,
            attempt_id=attempt_id,
            campaign_id=attempt.campaign_id,
            carrier="practice",
            e164=attempt.e164,
            state=state,
            planned_at=at,
            **more,
        )
    )


def a_touch(conn: Connection, enrollment_id: int, *, channel: str = "text", due_at: datetime = NOW, **more: Any) -> int:
    place = conn.execute(schema.enrollment.select().where(schema.enrollment.c.id == enrollment_id)).one()
    return int(
        _add(
            conn,
            schema.touch,
            enrollment_id=enrollment_id,
            lead_id=place.lead_id,
            campaign_id=place.campaign_id,
            key=more.pop("key", f"touch-{next(_serial)}"),
            step=more.pop("step", place.position),
            channel=channel,
            due_at=due_at,
            **more,
        )
    )


def a_message(
    conn: Connection, lead_id: int, e164: str, *, direction: str = "out", body: str = "Hello", **more: Any
) -> str:
    return str(
        _add(
            conn,
            schema.message,
            id=more.pop("id", f"text-{next(_serial)}"),
            lead_id=lead_id,
            direction=direction,
            e164=e164,
            body=body,
            created_at=more.pop("at", NOW),
            **more,
        )
    )
