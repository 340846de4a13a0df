"""What only a real carrier needs: calls of ours that outlived our belief in them, and what everything cost."""

from datetime import datetime, timedelta

from dialer.bootstrap import Services
from dialer.logs import get_log
from dialer.store import carrier_states, known, money
from dialer.store.carrier_states import CarrierState
from telephony.carrier import CarrierError
from telephony.twilio.carrier import TwilioCarrier

log = get_log(__name__)

BELIEVED = timedelta(seconds=10)
"""Our own end of a call and the carrier's are never at the same moment; an orphan is one that is alive well after."""


def hang_up_orphans(services: Services, now: datetime) -> None:
    """Ends what is alive at the carrier and over with us. Other applications' calls on the same account stay alone."""
    for name, carrier in services.carriers.items():
        if not isinstance(carrier, TwilioCarrier):
            continue
        try:
            alive = carrier.live_calls()
            with services.db.transaction() as conn:
                orphans = known.ended_among(conn, name, alive, now - BELIEVED)
            for sid in orphans:
                log.warning("orphan_hung_up", sid=sid)
                carrier.end(sid)
        except CarrierError as error:
            log.warning("orphans_unknown", error=type(error).__name__)


def look(services: Services) -> bool:
    """Notes what our accounts at carriers cannot do, for sessions to know before they dial; whether all is well."""
    well = True
    for name, carrier in services.carriers.items():
        if not isinstance(carrier, TwilioCarrier):
            continue
        try:
            found = carrier.standing()
        except CarrierError as error:
            log.warning("account_unknown", error=type(error).__name__)
            continue
        if found.problems:
            log.warning("account_limited", dials=found.dials)
        with services.db.transaction() as conn:
            carrier_states.note(conn, name, CarrierState(" ".join(found.problems), found.dials))
        well = well and not found.problems
    return well


def settle(services: Services, now: datetime) -> None:
    """Replaces estimates by the carrier's final prices."""
    for name, carrier in services.carriers.items():
        if not isinstance(carrier, TwilioCarrier):
            continue
        with services.db.transaction() as conn:
            open_charges = money.unsettled(conn, name, now)
        bills = []
        for key, sid, is_call in open_charges:
            try:
                bill = carrier.bill_of(sid, is_call=is_call)
            except CarrierError as error:
                log.warning("price_unknown", key=key, error=type(error).__name__)
                continue
            if bill is not None:
                bills.append((key, bill.microdollars, bill.segments))
        with services.db.transaction() as conn:
            money.settle(conn, bills)
