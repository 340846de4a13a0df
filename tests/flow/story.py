"""One lead in one campaign, moved by hand: calls end as the test says, and the rest is the product's own doing."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from dialer.bootstrap import Services
from dialer.clock import FixedClock
from dialer.core.campaigns import CampaignSettings
from dialer.core.dispositions import READY_MADE
from dialer.core.sequences import DEFAULT_SEQUENCE, DEFAULT_TEMPLATES, Step, steps_to_json
from dialer.followup import SETTLES_AFTER, Disposed, correct, dispose, settle_due
from dialer.refusals import Refused
from dialer.store import schema
from dialer.texting import apply, send_due
from telephony.endings import EndingKind
from telephony.events import HangUpReason, MessageEvent, TextReceived
from telephony.numbers import PhoneNumber
from tests.support.builders import (
    a_call,
    a_caller_id,
    a_campaign,
    a_lead,
    a_sequence,
    a_session,
    a_user,
    an_attempt,
    an_enrollment,
    phones_of,
)

_serial = count(1)


def install_defaults(conn: Connection, now: datetime) -> None:
    """What setup installs: the dispositions and the templates."""
    for position, ready in enumerate(READY_MADE):
        values = {"name": ready.name, "label": ready.label, "flags": ready.flags.to_json(), "position": position}
        conn.execute(insert(schema.disposition).values(**values))
    for template in DEFAULT_TEMPLATES:
        values = {"name": template.name, "kind": template.kind, "subject": template.subject, "body": template.body}
        conn.execute(insert(schema.template).values(**values, updated_at=now))


@dataclass
class Story:
    """Everything that a flow test needs of one lead."""

    services: Services
    conn: Connection
    clock: FixedClock
    steps: tuple[Step, ...] = DEFAULT_SEQUENCE
    settings: CampaignSettings = field(default_factory=CampaignSettings)
    numbers: Sequence[str] = ("+12175550111", "+12175550112")
    kind: str = "mobile"

    def __post_init__(self) -> None:
        conn = self.conn
        install_defaults(conn, self.now)
        sequence = a_sequence(conn, steps=steps_to_json(self.steps))
        self.campaign = a_campaign(conn, settings=self.settings, sequence_id=sequence)
        self.ours = "+13125550100"
        a_caller_id(conn, e164=self.ours, campaign_id=self.campaign)
        self.agent = a_user(conn, name="Robin Agent").id
        self.session = a_session(conn, self.agent, self.campaign)
        self.lead = a_lead(conn, name="Pat Example", numbers=self.numbers, kind=self.kind, street="12 Oak St")
        self.enrollment = an_enrollment(conn, self.campaign, self.lead, expired_on=None)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def another_lead(self, *numbers: str) -> "Story":
        """The same campaign and agent, with another lead."""
        other = copy(self)
        other.numbers = numbers or ("+14155550111", "+14155550112")
        other.lead = a_lead(self.conn, name="Sam Sample", numbers=other.numbers)
        other.enrollment = an_enrollment(self.conn, self.campaign, other.lead, expired_on=None)
        return other

    # What happens

    def call(
        self,
        ending: EndingKind,
        *,
        with_agent: bool = False,
        answered: bool = False,
        human: bool | None = None,
        hang_up: HangUpReason | None = None,
        counts: bool = True,
        talk_seconds: float | None = None,
    ) -> int:
        """The lead's next call, from the claim to its end; the attempt."""
        place = self.place()
        self._set_enrollment(state="claimed")
        answered = answered or with_agent
        attempt = an_attempt(
            self.conn,
            self.enrollment,
            self.session,
            at=self.now,
            agent_id=self.agent,
            step=place.position,
            answered_at=self.now if answered else None,
            ended_at=self.now,
            ending=ending.value,
            human=answered if human is None else human,
            abandoned=ending is EndingKind.abandoned,
            counts=counts,
            talk_seconds=talk_seconds,
        )
        call_id = a_call(
            self.conn,
            attempt,
            state="ended",
            at=self.now,
            caller_id=self.ours,
            record={"hang_up_reason": hang_up.value} if hang_up else {},
            ended_at=self.now,
            answered_at=self.now if answered else None,
            agent_session_id=self.session if with_agent else None,
        )
        self.conn.execute(
            update(schema.phone)
            .where(schema.phone.c.id == place.phone_id)
            .values(attempts=schema.phone.c.attempts + int(counts), last_attempt_at=self.now)
        )
        if with_agent:
            self._set_session(state="wrap_up", current_call_id=call_id)
        return attempt

    def settle(self) -> int:
        """Two seconds later the worker comes by."""
        self.clock.advance(SETTLES_AFTER)
        return settle_due(self.services, self.now)

    def missed(self) -> int:
        """A call that nobody answers, settled."""
        attempt = self.call(EndingKind.no_answer)
        self.settle()
        return attempt

    def talk(self, *, talk_seconds: float = 90) -> int:
        """A call that an agent had; its result is open."""
        return self.call(EndingKind.completed, with_agent=True, talk_seconds=talk_seconds)

    def say(self, attempt: int, disposition: str, **answer: Any) -> Disposed | Refused:
        given = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in answer.items()}
        return dispose(
            self.services,
            attempt_id=attempt,
            disposition=disposition,
            answer=given,
            user_id=self.agent,
            now=self.now,
        )

    def correct(
        self, attempt: int, disposition: str, *, by: int | None = None, because: str = "", **answer: Any
    ) -> Disposed | Refused:
        return correct(
            self.services,
            attempt_id=attempt,
            disposition=disposition,
            answer=answer,
            user_id=by or self.agent,
            now=self.now,
            because=because,
        )

    def owner(self) -> int:
        return a_user(self.conn, role="owner").id

    def send(self) -> int:
        return send_due(self.services, self.now)

    def hear(self, *events: MessageEvent) -> None:
        apply(self.services, "practice", events)

    def reply(self, body: str, *, key: str | None = None, from_: str | None = None) -> None:
        """A text from the lead's first number."""
        n = next(_serial)
        self.hear(
            TextReceived(
                carrier_message_id=f"in-{n}",
                from_=PhoneNumber.parse(from_ or self.numbers[0]),
                to=PhoneNumber.parse(self.ours),
                body=body,
                at=self.now,
                event_key=key or f"in-{n}",
            )
        )

    def go_to(self, moment: datetime) -> None:
        self.clock.advance(max(moment - self.now, timedelta()))

    def ripen(self) -> None:
        """Time passes until the lead's next call is due."""
        place = self.place()
        assert place.next_call_at is not None
        self.go_to(place.next_call_at)
        self._set_enrollment(state="ready")

    # What is there

    def place(self) -> Row[Any]:
        return self.conn.execute(select(schema.enrollment).where(schema.enrollment.c.id == self.enrollment)).one()

    def attempt(self, attempt: int) -> Row[Any]:
        return self.conn.execute(select(schema.attempt).where(schema.attempt.c.id == attempt)).one()

    def phone(self, rank: int = 0) -> Row[Any]:
        phone_id = phones_of(self.conn, self.lead)[rank][0]
        return self.conn.execute(select(schema.phone).where(schema.phone.c.id == phone_id)).one()

    def touches(self, state: str | None = "planned", channel: str | None = None) -> list[Row[Any]]:
        table = schema.touch
        rows = self.conn.execute(select(table).where(table.c.lead_id == self.lead).order_by(table.c.id)).all()
        return [row for row in rows if state in (None, row.state) and channel in (None, row.channel)]

    def texts(self, direction: str = "out") -> list[Row[Any]]:
        table = schema.message
        wanted = select(table).where(table.c.direction == direction).order_by(table.c.created_at)
        return list(self.conn.execute(wanted).all())

    def outbox(self) -> list[Row[Any]]:
        return list(self.conn.execute(select(schema.outbox).order_by(schema.outbox.c.id)).all())

    def suppressed(self) -> list[tuple[str, str | None, int | None]]:
        table = schema.suppression
        rows = self.conn.execute(select(table).where(table.c.removed_at.is_(None)).order_by(table.c.id))
        return [(row.scope, row.e164, row.lead_id) for row in rows]

    def session_state(self) -> str:
        return str(
            self.conn.execute(select(schema.session.c.state).where(schema.session.c.id == self.session)).scalar_one()
        )

    def audit(self) -> list[str]:
        table = schema.audit_log
        return list(self.conn.execute(select(table.c.action).order_by(table.c.id)).scalars())

    def spoil_ending(self, attempt: int) -> None:
        """An ending that this version does not know, as a later one might write."""
        table = schema.attempt
        self.conn.execute(update(table).where(table.c.id == attempt).values(ending="from_the_future"))

    def _set_enrollment(self, **values: Any) -> None:
        self.conn.execute(update(schema.enrollment).where(schema.enrollment.c.id == self.enrollment).values(**values))

    def _set_session(self, **values: Any) -> None:
        self.conn.execute(update(schema.session).where(schema.session.c.id == self.session).values(**values))
