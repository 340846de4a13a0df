"""Twilio with our database behind it: the carrier as the composition root builds it."""

from dataclasses import dataclass
from random import Random

import httpx

from dialer.clock import Clock
from dialer.config import Settings
from dialer.purse import MICRODOLLARS_PER_CENT, SqlPurse
from dialer.store import known
from dialer.store.session import Database
from telephony.capacity import Capacity
from telephony.limits import Limits
from telephony.twilio.account import Account
from telephony.twilio.api import Api
from telephony.twilio.carrier import TwilioCarrier
from telephony.twilio.needs import Known


def account_of(settings: Settings) -> Account | None:
    """Who we are at Twilio; None where it is not set up."""
    if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
        return None
    return Account(
        sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        public_url=settings.public_url,
        secondary_token=settings.twilio_secondary_token,
        api_key_sid=settings.twilio_api_key_sid,
        api_key_secret=settings.twilio_api_key_secret,
        api_url=settings.twilio_api_url,
        messaging_service_sid=settings.twilio_messaging_service_sid,
    )


def build_carrier(
    settings: Settings, account: Account, db: Database, clock: Clock, transport: httpx.BaseTransport | None = None
) -> TwilioCarrier:
    return TwilioCarrier(
        account,
        Api(account, Random(), transport),
        Limits(settings.allowed_prefixes),
        Capacity(settings.twilio_calls_per_second, settings.twilio_concurrent_calls),
        SqlRecords(db),
        SqlPurse(db, TwilioCarrier.name, settings.daily_spend_cap_cents * MICRODOLLARS_PER_CENT),
        clock,
    )


@dataclass(frozen=True, slots=True)
class SqlRecords:
    """What the database knows."""

    db: Database

    def call(self, call_id: str) -> Known | None:
        with self.db.transaction() as conn:
            return known.call(conn, call_id)

    def text(self, message_id: str) -> Known | None:
        with self.db.transaction() as conn:
            return known.message(conn, message_id)
