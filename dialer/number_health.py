"""Looks after our own numbers: judges how each fares, and lets those that fare badly rest."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from dialer.bootstrap import Services
from dialer.core.number_health import LOOK_BACK, REST, SHORT, Figures, Health, State, judge
from dialer.logs import get_log
from dialer.store import audit, number_health
from dialer.store.number_health import OurNumber
from dialer.store.session import Connection

log = get_log(__name__)

ALL_THAT_IS_LEFT = "It is the only number left to show, so it goes on; add another."


def look_after(services: Services, now: datetime) -> int:
    """Judges every number in use; how many went to rest. A number alone is never taken out: calls would stop."""
    with services.db.transaction() as conn:
        number_health.lock_all(conn)
        numbers = number_health.in_use(conn, now - LOOK_BACK, SHORT.total_seconds())
        awake = [each for each in numbers if each.rest_until is None or each.rest_until <= now]
        left = {each.id: each for each in awake}
        for number in awake:
            health = judge(number.figures, _others(awake, number))
            if health.state is State.resting and _is_last(left.values(), number):
                health = Health(State.watched, (*health.reasons, ALL_THAT_IS_LEFT))
            if health.state is State.resting:
                left.pop(number.id)
                _rest(conn, number, health, now)
            number_health.note(conn, number.id, health, number.figures)
    return len(awake) - len(left)


def _others(numbers: Sequence[OurNumber], but_for: OurNumber) -> Figures:
    others = [each for each in numbers if each.id != but_for.id]
    return Figures(dials=sum(each.dials for each in others), answered=sum(each.answered for each in others))


def _is_last(left: Iterable[OurNumber], number: OurNumber) -> bool:
    """Whether some campaign would have no number without it: its own one, or for one that all may show any."""
    return not any(each.id != number.id and each.campaign_id in (None, number.campaign_id) for each in left)


def _rest(conn: Connection, number: OurNumber, health: Health, now: datetime) -> None:
    number_health.rest(conn, [number.id], now + REST)
    audit.record(conn, now, None, "caller_id.rested", "caller_id", number.id, {"reasons": list(health.reasons)})
    log.info("caller_id_rests", caller_id=number.id)
