"""One person's data: all of it given out, or erased but for what the law makes us keep.

Kept are the suppressions (47 CFR 64.1200(d)(6)), the consents and the call records with their ledger (16 CFR 310.5,
five years): numbers, times and results, without name, address or anything that was said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialer import wishes
from dialer.bootstrap import Services
from dialer.core.compliance import Scope, Why
from dialer.core.roles import Role
from dialer.core.sequences import Stop, StopReason
from dialer.followup.plan import stop_places
from dialer.refusals import Refused, conflict, forbidden, invalid, missing
from dialer.store import attachments, audit, enrollments, erasing, lead_merges, lead_page, live, recordings
from dialer.store.accounts import Account
from dialer.store.session import Connection, repeat_on_conflict
from dialer.store.suppressions import Wish


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left to be done by hand: files below the data folder that hold other people too."""

    lead_id: int
    files: tuple[str, ...]


def export_lead(services: Services, by: Account | None, lead_id: int) -> Mapping[str, Any] | Refused:
    """Everything stored about a lead; `by` is None for the operator of the machine."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        found = erasing.everything(conn, lead_id)
        if found is None:
            return missing("lead")
        audit.record(conn, now, by.id if by else None, "lead.exported", "lead", lead_id)
    return {"exported_at": now, **found}


def erase_lead(services: Services, by: Account | None, lead_id: int, because: str) -> Erased | Refused:
    """Erases a lead. The household is suppressed first, so that a later file cannot bring it back to be called."""
    if by is not None and not by.role.may_act_as(Role.OWNER):
        return forbidden("Only an owner erases a person's data.")
    if not because.strip():
        return invalid("because", "Say why, such as the person's request and its date; the log keeps it.")
    now, user = services.clock.now(), by.id if by else None

    def work(conn: Connection) -> Erased | Refused:
        places = enrollments.lock_of_leads(conn, [lead_id])
        lead = lead_page.load(conn, lead_id)
        if lead is None:
            return missing("lead")
        if lead.merged_into is not None:
            return conflict(f"It was merged into lead {lead.merged_into}; erase that one, and this one goes with it.")
        if erasing.is_on_a_line(conn, lead_id):
            return conflict("The lead is on a line just now; try again when the call has its result.")
        whole = (lead_id, *lead_merges.parts(conn, lead_id))
        for part in whole:
            wish = Wish(Why.ASKED, "manual", lead_id=part, created_by=user)
            wishes.write(conn, wish, Scope.HOUSEHOLD, now)
        stop_places(conn, places, Stop(StopReason.do_not_contact), f"erased:{lead_id}")
        files = sorted({path for part in whole for path in erasing.import_files(conn, part)})
        for part in whole:
            erasing.erase(conn, part)
        recordings.let_expire(conn, lead_id, now)
        attachments.let_expire(conn, lead_id, now)
        audit.record(conn, now, user, "lead.erased", "lead", lead_id, {"because": because.strip()})
        live.mark(conn, "lead", lead_id)
        return Erased(lead_id, tuple(files))

    done = repeat_on_conflict(services.db, work)
    services.waker.wake("live")
    return done
