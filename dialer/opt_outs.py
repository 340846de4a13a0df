"""The opt-out link of an e-mail: made for one lead, followed by anybody who has it, in force with its commit."""

import hashlib
import hmac

from dialer import wishes
from dialer.bootstrap import Services
from dialer.core.compliance import Scope, Why
from dialer.core.sequences import Stop, StopReason
from dialer.followup.plan import stop_places
from dialer.refusals import Refused, invalid, missing
from dialer.store import enrollments, lead_page
from dialer.store.session import Connection, repeat_on_conflict
from dialer.store.suppressions import Wish

SIGNATURE_CHARACTERS = 32

PATH = "/opt-out/"
"""Where the link of an e-mail leads, on our public address."""


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
        made = wishes.write(conn, Wish(Why.ASKED, "link", lead_id=lead_id), Scope.LEAD, services.clock.now())
        stop_places(conn, places, Stop(StopReason.do_not_contact), f"link:{lead_id}")
        wishes.note(conn, made, "link", services.clock.now())
        return None

    answer = repeat_on_conflict(services.db, work)
    services.waker.wake("live")
    return answer


def _signature(services: Services, lead_id: int) -> str:
    key = services.settings.secret_key.encode()
    return hmac.new(key, f"opt-out:{lead_id}".encode(), hashlib.sha256).hexdigest()[:SIGNATURE_CHARACTERS]
