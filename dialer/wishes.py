"""Wishes not to be contacted, written with everything that follows from them in the transaction of their cause.

Texts that were promised to a carrier and have not left are taken back with it; calls are stopped where they leave
(`store.outbox.take`).
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from dialer.core.compliance import Scope, Why
from dialer.store import audit, known, lead_page, live, messages, suppressions
from dialer.store.suppressions import Wish

OPTED_OUT = "The person asked not to be contacted."


def write(conn: Connection, wish: Wish, scope: Scope, now: datetime) -> list[int]:
    """Writes the wish and takes back texts that have not left; the ids of the suppressions that are new.

    `scope` is how far it reaches; the wish names the number for `NUMBER` and the lead for the others.
    """
    numbers = [wish.e164] if wish.e164 else [phone.e164 for phone in lead_page.phones(conn, wish.lead_id or 0)]
    messages.lock_number(conn, *numbers)
    made = suppressions.suppress(conn, wish, scope, now)
    for e164 in numbers:
        messages.cancel_unsent(conn, e164, OPTED_OUT)
        live.mark(conn, "lead", *messages.leads_with(conn, e164))
    if wish.lead_id is not None:
        live.mark(conn, "lead", wish.lead_id)
    return made


def by_key(conn: Connection, call_id: str, now: datetime) -> None:
    """Somebody pressed the opt-out key while a recorded message played: the number is recorded at once
    (47 CFR 64.1200(b)(3)). A caller who withholds the number cannot be recorded and is never called anyway."""
    e164 = known.number_of_call(conn, call_id)
    if e164:
        made = write(conn, Wish(Why.ASKED, "key", e164=e164, call_id=call_id), Scope.NUMBER, now)
        note(conn, made, "key", now)


def note(conn: Connection, made: Iterable[int], how: str, now: datetime) -> None:
    """Puts wishes that no user entered into the audit log, each with the way by which it came."""
    for suppression_id in made:
        audit.record(conn, now, None, "suppression.added", "suppression", suppression_id, {"by": how})
