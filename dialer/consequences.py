"""What each result would do to the lead at hand, in words for the buttons."""

from dataclasses import dataclass, replace
from datetime import datetime

from dialer.core.dispositions import Flags, consequence
from dialer.core.sequences import steps_from_json
from dialer.store import attempts, content, enrollments, numbers
from dialer.store.content import DispositionRow
from dialer.store.session import Connection


@dataclass(frozen=True, slots=True)
class Choice:
    """A result with its consequence in words."""

    row: DispositionRow
    words: str


def choices_for(conn: Connection, lead_id: int, attempt_id: int, now: datetime) -> list[Choice] | None:
    """The results in use with what each would do after this attempt; None where it is not with this lead."""
    attempt = attempts.load(conn, attempt_id)
    if attempt is None or attempt.lead_id != lead_id:
        return None
    known = numbers.of_lead(conn, lead_id, now)
    left = sum(number.usable and number.phone_id != attempt.phone_id for number in known.numbers)
    following = _next_touch(conn, attempt.enrollment_id, attempt.campaign_id)
    return [choice_of(row, phones_left=left, next_touch=following) for row in content.dispositions(conn) if row.active]


def choice_of(row: DispositionRow, *, phones_left: int, next_touch: str = "") -> Choice:
    flags = Flags.from_json(row.flags)
    words = consequence(flags, phones_left=phones_left, next_touch=next_touch)
    return Choice(replace(row, flags=flags.to_json()), words)


def _next_touch(conn: Connection, enrollment_id: int, campaign_id: int) -> str:
    """The name of the step after the one the lead stands at; empty where none is left."""
    place = enrollments.load(conn, enrollment_id)
    steps = steps_from_json(content.steps_of_campaign(conn, campaign_id))
    after = place.position + 1 if place else 0
    return steps[after].label if after < len(steps) else ""
