"""Changing the rules on this installation: tightening freely, loosening as an owner with a reason, all on record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.roles import Role
from dialer.core.rules import (
    Channel,
    Effect,
    Override,
    Parameter,
    RuleBook,
    RuleRow,
    effect_of,
    explain,
    is_well_formed,
    rules_with,
    value_from_json,
    value_to_json,
)
from dialer.core.zones import states_of
from dialer.core.zones.tables import STATES
from dialer.refusals import Refused, conflict, forbidden, invalid, missing
from dialer.store import audit, held, law
from dialer.store.accounts import Account
from dialer.store.law import HouseLaw, StoredOverride


@dataclass(frozen=True, slots=True)
class Governing:
    """What governs a number on a day: the plausible states, the rules with citations, and what was declared."""

    states: tuple[str, ...]
    rows: tuple[RuleRow, ...]
    emergencies: tuple[str, ...]


def book_of(house: HouseLaw) -> RuleBook:
    """The shipped rules with this installation's overrides in them."""
    return rules_with(house.overrides)


def governing(
    conn: Connection, now: datetime, *, number: str = "", state: str = "", zip_code: str = "", on: date | None = None
) -> Governing:
    """The rules for a number and a property, on a day (UTC), today where none is given."""
    house = law.house_law(conn, now)
    states = states_of(number, state or None, None, zip_code or None)
    rows = explain(book_of(house), states, on or now.date())
    return Governing(tuple(sorted(states)), rows, tuple(sorted(states & house.emergencies)))


def override(
    services: Services,
    by: Account | None,
    *,
    jurisdiction: str,
    parameter: str,
    channels: Iterable[str],
    value: object,
    reason: str,
) -> StoredOverride | Refused:
    """Sets a rule's value for this installation. `by` is None for the operator of the machine, who acts as an owner.

    `value` is in the form that JSON has: minutes as numbers, hours as {"mon": "09:00-20:00", ...}, lists of words.
    """
    wanted = _read(jurisdiction, parameter, channels, value, reason, by)
    if isinstance(wanted, Refused):
        return wanted
    now, user = services.clock.now(), by.id if by else None
    with services.db.transaction() as conn:
        law.lock_overrides(conn)
        before = tuple(stored.override for stored in law.overrides(conn))
        effect = effect_of(wanted, rules_with(before))
        refused = _may(effect, by)
        if refused is not None:
            return refused
        override_id = law.add_override(conn, wanted, effect, user, now)
        detail = {"effect": effect, "reason": wanted.reason, **_shown(wanted)}
        audit.record(conn, now, user, "rule.overridden", "rule_override", override_id, detail)
        held.judge_again_all(conn, held.LAW, now)
        made = next(stored for stored in law.overrides(conn) if stored.id == override_id)
    services.waker.wake("engine")
    return made


def withdraw(services: Services, by: Account | None, override_id: int, reason: str) -> Refused | None:
    """Takes an override out of force. Taking back one that tightened loosens, so it needs what loosening needs."""
    now, user = services.clock.now(), by.id if by else None
    with services.db.transaction() as conn:
        law.lock_overrides(conn)
        stored = next((found for found in law.overrides(conn) if found.id == override_id), None)
        if stored is None:
            return missing("override in force")
        loosens = stored.effect is Effect.TIGHTENS
        effect = (Effect.LOOSENS if reason.strip() else Effect.REFUSED) if loosens else Effect.TIGHTENS
        refused = _may(effect, by)
        if refused is not None:
            return refused
        law.withdraw(conn, override_id, effect, reason.strip(), user, now)
        detail = {"effect": effect, "reason": reason.strip(), **_shown(stored.override)}
        audit.record(conn, now, user, "rule.restored", "rule_override", override_id, detail)
        held.judge_again_all(conn, held.LAW, now)
    services.waker.wake("engine")
    return None


def declare_emergency(
    services: Services, by: Account | None, *, state: str, since: datetime, until: datetime | None, source: str
) -> int | Refused:
    """Notes a declared emergency; where the state's law bans solicitation then, nothing goes out there meanwhile."""
    state = state.strip().upper()
    if state not in STATES:
        return invalid("state", "Give the two letters of a state.")
    if until is not None and until <= since:
        return invalid("until", "It ends after it begins.")
    if not source.strip():
        return invalid("source", "Say where it was declared, such as the number of the governor's order.")
    now, user = services.clock.now(), by.id if by else None
    with services.db.transaction() as conn:
        emergency_id = law.declare(conn, state, since, until, source.strip(), user)
        detail = {"state": state, "since": since.isoformat(), "until": until and until.isoformat(), "source": source}
        audit.record(conn, now, user, "emergency.declared", "emergency", emergency_id, detail)
    return emergency_id


def end_emergency(services: Services, by: Account | None, emergency_id: int, until: datetime) -> Refused | None:
    """Gives an emergency its end. That loosens, so it is an owner's to do."""
    refused = _may(Effect.LOOSENS, by)
    if refused is not None:
        return refused
    now, user = services.clock.now(), by.id if by else None
    with services.db.transaction() as conn:
        known = next((found for found in law.emergencies(conn) if found.id == emergency_id), None)
        if known is None:
            return missing("emergency")
        if until <= known.since:
            return conflict("It ends after it begins.")
        law.end_emergency(conn, emergency_id, until)
        detail = {"state": known.state, "until": until.isoformat()}
        audit.record(conn, now, user, "emergency.ended", "emergency", emergency_id, detail)
        held.judge_again_all(conn, held.LAW, now)
    services.waker.wake("engine")
    return None


def _read(
    jurisdiction: str, parameter: str, channels: Iterable[str], value: object, reason: str, by: Account | None
) -> Override | Refused:
    jurisdiction, words = jurisdiction.strip().upper(), frozenset(channels)
    if jurisdiction != "US" and jurisdiction not in STATES:
        return invalid("jurisdiction", "Give US or the two letters of a state.")
    if parameter not in set(Parameter):
        return invalid("parameter", f"A rule sets one of {', '.join(Parameter)}.")
    if not words or not words <= set(Channel):
        return invalid("channels", f"Name at least one channel of {', '.join(Channel)}.")
    try:
        read = value_from_json(Parameter(parameter), value)
    except ValueError as error:
        return invalid("value", str(error))
    made = Override(
        jurisdiction=jurisdiction,
        parameter=Parameter(parameter),
        channels=frozenset(Channel(word) for word in words),
        value=read,
        reason=reason.strip(),
        by=str(by.id) if by else "",
    )
    return made if is_well_formed(made) else invalid("value", "This value is not one that the rule can have.")


def _may(effect: Effect, by: Account | None) -> Refused | None:
    if effect is Effect.REFUSED:
        return invalid("reason", "This loosens a rule: say why, for the log.")
    if effect is Effect.LOOSENS and by is not None and not by.role.may_act_as(Role.OWNER):
        return forbidden("This loosens a rule, which only an owner may do.")
    return None


def _shown(override: Override) -> Mapping[str, object]:
    return {
        "jurisdiction": override.jurisdiction,
        "parameter": override.parameter.value,
        "channels": sorted(channel.value for channel in override.channels),
        "value": value_to_json(override.value),
    }
