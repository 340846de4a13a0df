"""What managers write for campaigns: templates, scripts and dispositions; and the numbers we call from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core import scripts
from dialer.core.dispositions import Flags
from dialer.core.metrics import day_start
from dialer.core.number_lists import read_number
from dialer.core.texts import unknown_fields
from dialer.refusals import Refused, Why, conflict, invalid, missing
from dialer.store import audit, campaigns, content
from dialer.store.accounts import Account
from dialer.store.content import CallerId, DispositionRow, ScriptRow, TemplateRow
from telephony.numbers import Network, PhoneNumber, may_carry

T = TypeVar("T")

TEMPLATE_KINDS = ("text", "email", "letter", "door_hanger")

_WORDS: dict[type, str] = {TemplateRow: "template", ScriptRow: "script"}


def save_template(
    services: Services, by: Account, template_id: int | None, fields: dict[str, str]
) -> TemplateRow | Refused:
    """Makes a template, or changes the one with this id; `fields`: name, kind, subject, body."""
    with services.db.transaction() as conn:
        saved = _save(conn, services, by, TemplateRow, template_id, fields, _template_problems(fields))
        return saved if isinstance(saved, Refused) else _known(content.load_template(conn, saved))


def save_script(services: Services, by: Account, script_id: int | None, fields: dict[str, Any]) -> ScriptRow | Refused:
    """Makes a script, or changes the one with this id; `fields`: name, body."""
    with services.db.transaction() as conn:
        problems = scripts.problems(fields["body"]["steps"])
        saved = _save(conn, services, by, ScriptRow, script_id, fields, problems)
        return saved if isinstance(saved, Refused) else _known(content.load_script(conn, saved))


def _save(
    conn: Connection,
    services: Services,
    by: Account,
    kind: type,
    row_id: int | None,
    fields: dict[str, Any],
    problems: tuple[tuple[str, str], ...],
) -> int | Refused:
    word, now = _WORDS[kind], services.clock.now()
    if content.name_taken(conn, kind, fields["name"], row_id or 0):
        problems = (*problems, ("name", f"Another {word} has this name."))
    if problems:
        return Refused(Why.INVALID, problems)
    if row_id is None:
        row_id = content.add(conn, kind, now, fields)
        audit.record(conn, now, by.id, f"{word}.added", word, row_id, {"name": fields["name"]})
    elif content.change(conn, kind, row_id, now, fields):
        audit.record(conn, now, by.id, f"{word}.changed", word, row_id, fields)
    else:
        return missing(word)
    return row_id


def _template_problems(fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if fields["kind"] not in TEMPLATE_KINDS:
        found.append(("kind", f"Choose one of {', '.join(TEMPLATE_KINDS)}."))
    if fields["kind"] == "email" and not fields["subject"]:
        found.append(("subject", "An e-mail needs a subject."))
    for name in ("subject", "body"):
        for wrong in unknown_fields(fields[name]):
            found.append((name, f"There is no field {wrong!r}; a brace that should stand for itself is doubled."))
    return tuple(found)


def save_dispositions(
    services: Services, by: Account, rows: Sequence[DispositionRow]
) -> list[DispositionRow] | Refused:
    """Replaces the list; what is left out goes out of use and stays readable on old calls."""
    problems = _disposition_problems(rows)
    if problems:
        return Refused(Why.INVALID, problems)
    now = services.clock.now()
    with services.db.transaction() as conn:
        before = {row.name: row for row in content.dispositions(conn)}
        content.save_dispositions(conn, list(rows))
        changed = sorted(row.name for row in rows if before.get(row.name) != row)
        left_out = sorted(before.keys() - {row.name for row in rows})
        detail = {"changed": changed, "left_out": left_out}
        audit.record(conn, now, by.id, "dispositions.changed", "disposition", "", detail)
        return content.dispositions(conn)


def _disposition_problems(rows: Sequence[DispositionRow]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    names: set[str] = set()
    keys: set[str] = set()
    for place, row in enumerate(rows):
        if row.name in names:
            found.append((f"{place}.name", "Two results cannot have the same name."))
        if row.key and row.key in keys and row.active:
            found.append((f"{place}.key", "Two results cannot have the same key."))
        if row.key and row.key not in "123456789":
            found.append((f"{place}.key", "Choose a key from 1 to 9, or none."))
        if not row.label:
            found.append((f"{place}.label", "Give the result a name that agents read."))
        found += [(f"{place}.flags.{name}", text) for name, text in Flags.from_json(row.flags).problems()]
        names.add(row.name)
        keys |= {row.key} if row.active else set()
    if not any(row.active for row in rows):
        found.append(("", "Leave at least one result in use."))
    return tuple(found)


def caller_ids(conn: Connection, services: Services) -> list[CallerId]:
    now = services.clock.now()
    return content.caller_ids(conn, day_start(now), now - timedelta(days=7))


def add_caller_id(
    services: Services,
    by: Account,
    *,
    number: str,
    label: str,
    campaign_id: int | None,
    daily_limit: int,
    warm_up: bool = False,
) -> CallerId | Refused:
    """Adds a number of ours; on the practice network a fictional one, elsewhere a real one. With `warm_up` it is shown
    seldom in its first days."""
    e164 = read_number(number)
    if e164 is None:
        return invalid("e164", "Give a number with its area code, such as (217) 555-0123.")
    network = Network.practice if services.network is not None else Network.public
    if not may_carry(network, PhoneNumber.parse(e164)):
        return invalid("e164", f"This number cannot be shown here: {network.sentence}")
    now = services.clock.now()
    with services.db.transaction() as conn:
        if campaign_id is not None and campaigns.load(conn, campaign_id) is None:
            return invalid("campaign_id", "There is no such campaign.")
        made = content.add_caller_id(
            conn,
            e164=e164,
            label=label,
            campaign_id=campaign_id,
            daily_limit=daily_limit,
            active=True,
            warm_from=now.date() if warm_up else None,
        )
        if made is None:
            return conflict("This number is in the list already.")
        audit.record(conn, now, by.id, "caller_id.added", "caller_id", made)
        return next(each for each in caller_ids(conn, services) if each.id == made)


def change_caller_id(services: Services, by: Account, caller_id_id: int, fields: dict[str, Any]) -> CallerId | Refused:
    """Changes label, limit, campaign or use of one of our numbers; `warm_up` begins or ends its warm-up, `rest_days`
    lets it rest for so many days from now, 0 ends its rest."""
    now = services.clock.now()
    columns = _columns_of_number(fields, now)
    with services.db.transaction() as conn:
        wanted = fields.get("campaign_id")
        if wanted is not None and campaigns.load(conn, wanted) is None:
            return invalid("campaign_id", "There is no such campaign.")
        if columns and not content.change_caller_id(conn, caller_id_id, **columns):
            return missing("caller ID")
        found = next((each for each in caller_ids(conn, services) if each.id == caller_id_id), None)
        if found is None:
            return missing("caller ID")
        audit.record(conn, now, by.id, "caller_id.changed", "caller_id", caller_id_id, fields)
        return found


def _columns_of_number(fields: dict[str, Any], now: datetime) -> dict[str, Any]:
    columns = {name: value for name, value in fields.items() if name not in ("warm_up", "rest_days")}
    if "warm_up" in fields:
        columns["warm_from"] = now.date() if fields["warm_up"] else None
    if "rest_days" in fields:
        back = now + timedelta(days=fields["rest_days"])
        columns |= {"rest_until": back, "warm_from": back.date()}
    return columns


def _known(row: T | None) -> T:
    assert row is not None, "the row was written in this transaction"
    return row
