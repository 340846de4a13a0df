"""Opt-outs on every way: one wish, in force with its commit, on all channels and for all campaigns.

Texts that were promised to a carrier and have not left are taken back in the same transaction; calls are stopped where
they leave (`store.outbox.take`).
"""

import hashlib
import hmac

from dialer.bootstrap import Services
from dialer.core.compliance import Scope, Why
from dialer.core.sequences import Stop, StopReason
from dialer.followup.plan import stop_places
from dialer.refusals import Refused, invalid, missing
from dialer.store import audit, enrollments, lead_page, live, messages, suppressions
from dialer.store.session import Connection, repeat_on_conflict
from dialer.store.suppressions import Wish

OPTED_OUT = "The person asked not to be contacted."

SIGNATURE_CHARACTERS = 32

PATH = "/opt-out/"
"""Where the link of an e-mail leads, on our public address."""


def write(services: Services, conn: Connection, wish: Wish, scope: Scope) -> list[int]:
    """Writes the wish and takes back texts that have not left; the ids of the suppressions that are new.

    `scope` is how far it reaches; the wish names the number for `NUMBER` and the lead for the others.
    """
    now = services.clock.now()
    numbers = [wish.e164] if wish.e164 else [phone.e164 for phone in lead_page.phones(conn, wish.lead_id or 0)]
    messages.lock_number(conn, *numbers)
    made = suppressions.suppress(conn, wish, scope, now)
    for e164 in numbers:
        messages.cancel_unsent(conn, e164, OPTED_OUT)
        live.mark(conn, "lead", *messages.leads_with(conn, e164))
    if wish.lead_id is not None:
        live.mark(conn, "lead", wish.lead_id)
    return made


def by_key(services: Services, *, e164: str, call_id: str) -> None:
    """Somebody pressed the opt-out key while a recorded message played (47 CFR 64.1200(a)(7)(i))."""

    def work(conn: Connection) -> None:
        made = write(services, conn, Wish(Why.ASKED, "key", e164=e164, call_id=call_id), Scope.NUMBER)
        _note(services, conn, made, "key")

    repeat_on_conflict(services.db, work)
    services.waker.wake("live")


def link_token(services: Services, lead_id: int) -> str:
    """What the opt-out link of an e-mail to this lead ends with; nobody can make one for another lead."""
    return f"{lead_id}.{_signature(services, lead_id)}"


def link(services: Services, lead_id: int) -> str:
    """The whole opt-out link for an e-mail to this lead."""
    return f"{services.settings.public_url}{PATH}{link_token(services, lead_id)}"


def lead_of(services: Services, token: str) -> int | None:
    """The lead for which a link was made; None where it was not made here or is not whole."""
    number, _, signature = token.partition(".")
    known = number.isascii() and number.isdecimal() and len(number) < 19
    # Compared as bytes: compare_digest takes no text with letters beyond ASCII, which an address may hold.
    given = signature.encode()
    if not known or not hmac.compare_digest(given, _signature(services, int(number)).encode()):
        return None
    return int(number)


def by_link(services: Services, token: str) -> Refused | None:
    """Somebody followed the link in an e-mail: the lead is out of reach on every channel, its sequences are over."""
    lead_id = lead_of(services, token)
    if lead_id is None:
        return invalid("token", "This link is not complete; copy the whole of it from the e-mail.")

    def work(conn: Connection) -> Refused | None:
        places = enrollments.lock_of_leads(conn, [lead_id])
        if lead_page.load(conn, lead_id) is None:
            return missing("lead")
        made = write(services, conn, Wish(Why.ASKED, "link", lead_id=lead_id), Scope.LEAD)
        stop_places(conn, places, Stop(StopReason.do_not_contact), f"link:{lead_id}")
        _note(services, conn, made, "link")
        return None

    answer = repeat_on_conflict(services.db, work)
    services.waker.wake("live")
    return answer


def _note(services: Services, conn: Connection, made: list[int], how: str) -> None:
    for suppression_id in made:
        audit.record(conn, services.clock.now(), None, "suppression.added", "suppression", suppression_id, {"by": how})


def _signature(services: Services, lead_id: int) -> str:
    key = services.settings.secret_key.encode()
    return hmac.new(key, f"opt-out:{lead_id}".encode(), hashlib.sha256).hexdigest()[:SIGNATURE_CHARACTERS]
