"""The numbers to which an office hands people over."""

from dialer import refusals
from dialer.bootstrap import Services
from dialer.core.written import SENTENCE, written_number
from dialer.refusals import Refused
from dialer.sessions.start import network_of
from dialer.store import audit, transfers
from dialer.store.accounts import Account
from telephony.numbers import NumberError, may_carry


def save(services: Services, by: Account, *, name: str, about: str, number: str) -> int | Refused:
    """Its id; a number that is saved already takes the new name."""
    if not name.strip():
        return refusals.invalid("name", "Say whose number it is.")
    try:
        e164 = written_number(number)
    except NumberError:
        return refusals.invalid("number", SENTENCE)
    network = network_of(services)
    if not may_carry(network, e164):
        return refusals.invalid("number", f"This number cannot be reached here: {network.sentence}")
    now = services.clock.now()
    with services.db.transaction() as conn:
        made = transfers.save_contact(conn, name=name.strip(), about=about.strip(), e164=str(e164))
        audit.record(conn, now, by.id, "transfer_contact.saved", "transfer_contact", made)
    return made


def remove(services: Services, by: Account, contact_id: int) -> Refused | None:
    """Calls that were handed over to it keep its name."""
    with services.db.transaction() as conn:
        if not transfers.remove_contact(conn, contact_id):
            return refusals.missing("saved number")
        audit.record(conn, services.clock.now(), by.id, "transfer_contact.removed", "transfer_contact", contact_id)
    return None
