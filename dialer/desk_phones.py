"""Agents' own SIP phones: their accounts, and why one cannot be called just now."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.config import CarrierName
from dialer.refusals import Refused, conflict, forbidden, invalid, missing
from dialer.sip import contact_of
from dialer.store import accounts, audit, desk_phones
from dialer.store.accounts import Account
from telephony.numbers import AgentAddress
from telephony.sip.registrar import secret_of

NO_REGISTRAR = (
    "Phones cannot register with Relist yet: set RELIST_CARRIER=sip and RELIST_SIP_PHONES to this machine's address "
    "and a port, such as 192.0.2.10:5080, and start Relist again."
)


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """What a phone is set up with. The password is kept nowhere."""

    username: str
    password: str
    server: str


def give(services: Services, user_id: int, by: Account | None) -> PhoneAccount | Refused:
    """A fresh account for somebody's phone; an earlier one is void. `by` None: the operator of the machine."""
    server = _server(services)
    if server is None:
        return conflict(NO_REGISTRAR)
    username, password = f"agent{user_id}-{secrets.token_hex(2)}", secrets.token_urlsafe(15)
    now = services.clock.now()
    with services.db.transaction() as conn:
        wrong = _wrong_person(conn, user_id, by)
        if wrong is not None:
            return wrong
        desk_phones.give(conn, user_id=user_id, username=username, secret=secret_of(username, password), now=now)
        audit.record(conn, now, by.id if by else None, "desk_phone.given", "user", user_id)
    return PhoneAccount(username, password, server)


def take_away(services: Services, user_id: int, by: Account) -> Refused | None:
    """The phone may register no more, and is called no more."""
    with services.db.transaction() as conn:
        wrong = _wrong_person(conn, user_id, by)
        if wrong is not None:
            return wrong
        if not desk_phones.take_away(conn, user_id):
            return missing("phone")
        audit.record(conn, services.clock.now(), by.id, "desk_phone.taken", "user", user_id)
    return None


def unreachable(services: Services, user_id: int) -> Refused | None:
    """Why an agent's own phone cannot be called now; None where it can, or where the carrier has other phones."""
    config = services.settings.sip
    if services.settings.carrier is not CarrierName.SIP or config is None:
        return None
    with services.db.transaction() as conn:
        phone = desk_phones.of_user(conn, user_id)
    if contact_of(phone, config, AgentAddress(str(user_id)), services.clock.now()) is not None:
        return None
    return invalid("leg", NOT_REGISTERED if phone is not None else NO_PHONE)


NOT_REGISTERED = (
    "Your desk phone or softphone is not registered with Relist: check that it is on, has network and shows your "
    "account as registered; or let Relist call another phone."
)
NO_PHONE = (
    "You have no desk phone or softphone in Relist yet: a manager gives you its account on the People page; or let "
    "Relist call another phone."
)


def _server(services: Services) -> str | None:
    config = services.settings.sip
    if services.settings.carrier is not CarrierName.SIP or config is None or config.phones is None:
        return None
    address, port = config.phones
    return f"{config.public_address or address}:{port}"


def _wrong_person(conn: Connection, user_id: int, by: Account | None) -> Refused | None:
    account = accounts.by_id(conn, user_id)
    if account is None:
        return missing("account")
    if by is not None and not by.role.may_act_as(account.role):
        return forbidden("Only an owner sets up an owner's phone.")
    return None
