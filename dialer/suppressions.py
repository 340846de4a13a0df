"""Keeping the list of whom never to contact: add, take in a file, and lift with a reason on record."""

from dataclasses import dataclass

from dialer import wishes
from dialer.bootstrap import Services
from dialer.core.compliance import Scope, Why
from dialer.core.number_lists import read_list, read_number
from dialer.core.roles import Role
from dialer.refusals import Refused, forbidden, invalid, missing
from dialer.store import audit, held, lead_page, live, suppressions, suppressions_admin
from dialer.store.accounts import Account
from dialer.store.messages import leads_with
from dialer.store.suppressions import Wish
from dialer.store.suppressions_admin import SuppressionLine

CHUNK = 5000
"""Numbers written at a time."""

FROM_FILE = "operator"
"""The reason given to numbers of a file, which says nothing about why."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file of numbers gave: new, known already, and lines that could not be read."""

    added: int
    known: int
    rejected: int


def add(
    services: Services, by: Account, *, number: str, lead_id: int | None, reason: str, reach: Scope = Scope.LEAD
) -> SuppressionLine | Refused:
    """Suppresses a number, or a lead with all of its numbers, on every channel and for every campaign.

    With a lead, `reach` may take in its household or its organisation too.
    """
    e164 = read_number(number) if number else None
    if number and e164 is None:
        return invalid("e164", "Give a number with its area code, such as (217) 555-0123.")
    if (e164 is None) == (lead_id is None):
        return invalid("e164", "Give either a number or a lead.")
    if not reason.strip():
        return invalid("reason", "Say why; it is asked for whenever somebody wants to lift it.")
    now = services.clock.now()
    with services.db.transaction() as conn:
        if lead_id is not None and lead_page.load(conn, lead_id) is None:
            return missing("lead")
        wish = Wish(Why.OPERATOR, "manual", e164=e164, lead_id=lead_id, created_by=by.id, words=reason.strip())
        made = wishes.write(conn, wish, Scope.NUMBER if e164 else reach, now)
        if not made:
            return invalid("e164", "This is on the list already, for the same reason.")
        audit.record(conn, now, by.id, "suppression.added", "suppression", made[0], {"reason": reason})
        line = suppressions_admin.load(conn, made[0])
        assert line is not None, "the row was written in this transaction"
    services.waker.wake("live")
    return line


def take_in(services: Services, by: Account, data: bytes) -> TakenIn | Refused:
    """Adds every number of a file; the same file again adds nothing."""
    found = read_list(data)
    if not found.numbers:
        return invalid("file", "No line of this file has a phone number with an area code in it.")
    now, added = services.clock.now(), 0
    with services.db.transaction() as conn:
        for start in range(0, len(found.numbers), CHUNK):
            added += len(
                suppressions_admin.add(
                    conn,
                    numbers=found.numbers[start : start + CHUNK],
                    lead_id=None,
                    reason=FROM_FILE,
                    source="import",
                    user_id=by.id,
                    now=now,
                )
            )
        counts = {"added": added, "lines_rejected": found.rejected}
        audit.record(conn, now, by.id, "suppression.imported", "suppression", "", counts)
    return TakenIn(added, len(found.numbers) - added, found.rejected)


def lift(services: Services, by: Account, suppression_id: int, because: str) -> Refused | None:
    """Takes a suppression out of force with what was written along with it; they stay on record, with the reason."""
    if not by.role.may_act_as(Role.OWNER):
        return forbidden("Only an owner lifts a suppression.")
    if not because.strip():
        return invalid("because", "Say why this person may be contacted again; the log keeps it.")
    now = services.clock.now()
    with services.db.transaction() as conn:
        line = suppressions_admin.load(conn, suppression_id)
        if line is None:
            return missing("suppression")
        suppressions.lift(conn, suppressions.made_with(conn, suppression_id), because, by.id, now)
        audit.record(conn, now, by.id, "suppression.lifted", "suppression", suppression_id, {"because": because})
        leads = [line.lead_id] if line.lead_id is not None else leads_with(conn, line.number)
        held.judge_again(conn, leads, now)
        live.mark(conn, "lead", *leads)
    services.waker.wake("live")
    return None
