"""What `relist doctor` asks of Twilio: credentials, numbers, webhooks, the browser phone and texts."""

from collections.abc import Callable
from random import Random
from urllib.parse import quote

import httpx

from dialer.clock import Clock
from dialer.config import Settings
from dialer.store import known
from dialer.store.session import UNAVAILABLE, Database
from dialer.supervisor.checks import Check, Problems
from dialer.supervisor.stores import found_stores
from dialer.twilio import account_of
from telephony.carrier import CarrierError, Refused
from telephony.numbers import PhoneNumber
from telephony.twilio import standing
from telephony.twilio.account import API_URL, HOOKS, Account
from telephony.twilio.api import Api, Json
from telephony.twilio.endings import NO_SUCH
from telephony.twilio.queueing import Queueing, queueing_of
from telephony.twilio.standing import standing_of

SECONDS = 5.0


def credentials(settings: Settings, clock: Clock, transport: httpx.BaseTransport | None = None) -> Problems:
    """The account answers to our credentials and may do what we do."""
    account = account_of(settings)
    if account is None:
        return ("Twilio is not set up: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from its console's first page.",)
    return _asking(account, transport, lambda api: standing_of(api.get(account.path())).problems)


def numbers(settings: Settings, clock: Clock, transport: httpx.BaseTransport | None = None) -> Problems:
    """Every caller ID is a number of the account, and who writes to it or calls it reaches us."""
    account = account_of(settings)
    if account is None:
        return ()
    hooks = f"{account.public_url}{HOOKS}/inbound"

    def look(api: Api) -> Problems:
        page = [("PageSize", "1000")]
        ours = api.get(account.path("IncomingPhoneNumbers"), page).get("incoming_phone_numbers", [])
        verified = api.get(account.path("OutgoingCallerIds"), page).get("outgoing_caller_ids", [])
        return _number_problems(_shown(settings), ours, {each["phone_number"] for each in verified}, hooks)

    return _asking(account, transport, look)


def _number_problems(shown: list[str], ours: list[Json], verified: set[str], hooks: str) -> Problems:
    problems = []
    bought = {each["phone_number"]: each for each in ours}
    for e164 in shown:
        if e164 not in bought and e164 not in verified:
            problems.append(
                f"The caller ID ending in {e164[-4:]} is not a number of this Twilio account: buy or verify it there, "
                "or take it out under Caller IDs."
            )
            continue
        number = bought.get(e164)
        if number is not None and number.get("sms_url") != f"{hooks}/text":
            problems.append(
                f"Replies to the number ending in {e164[-4:]} go elsewhere: set its messaging webhook, or that of its "
                f"messaging service, to {hooks}/text (HTTP POST)."
            )
        if number is not None and number.get("voice_url") != f"{hooks}/call":
            problems.append(
                f"People who call the number ending in {e164[-4:]} back do not reach you: set its voice webhook to "
                f"{hooks}/call and its call status changes to {hooks}/status (both HTTP POST)."
            )
    return tuple(problems)


def _shown(settings: Settings) -> list[str]:
    """The caller IDs in use; none where no database runs that could be asked."""
    found = found_stores(settings)
    if found is None or found.database_url is None:
        return []
    db = Database(found.database_url)
    try:
        with db.transaction() as conn:
            return known.shown_numbers(conn)
    except UNAVAILABLE:
        return []
    finally:
        db.close()


def webhooks(settings: Settings, clock: Clock, transport: httpx.BaseTransport | None = None) -> Problems:
    """Twilio can reach us; tried from here, so a name that only this network knows still passes."""
    url = settings.public_url
    if not url.startswith("https://"):
        return (f"RELIST_PUBLIC_URL is {url}: Twilio needs an https address that is reachable from the internet.",)
    try:
        with httpx.Client(timeout=SECONDS, transport=transport, follow_redirects=False) as client:
            status = client.get(f"{url}/healthz").status_code
    except httpx.HTTPError as error:
        return (f"{url} does not answer ({type(error).__name__}): check the name, the proxy and the certificate.",)
    if status == httpx.codes.OK:
        return ()
    return (
        f"{url}/healthz answers {status}, not 200: the proxy in front of Relist has to pass everything on as it is.",
    )


def phone(settings: Settings, clock: Clock) -> Problems:
    """Agents can use the browser as their phone, and texts have a registered sender."""
    problems = []
    if not (settings.twilio_api_key_sid and settings.twilio_api_key_secret):
        problems.append(
            "The browser phone is off: make a standard API key in Twilio's console and set TWILIO_API_KEY_SID and "
            "TWILIO_API_KEY_SECRET; until then agents use their own phones."
        )
    if not settings.twilio_messaging_service_sid:
        problems.append(
            "No messaging service is set: carriers block texts of unregistered senders (error 30034). Register the "
            "brand and campaign in Twilio's console, then set TWILIO_MESSAGING_SERVICE_SID."
        )
    return tuple(problems)


def registration(settings: Settings, clock: Clock, transport: httpx.BaseTransport | None = None) -> Problems:
    """The messaging service is one of the account's, and its A2P 10DLC campaign is registered: carriers block texts of
    unregistered senders (docs, Messaging Service resource, us_app_to_person_registered; error 30034)."""
    account = account_of(settings)
    service = settings.twilio_messaging_service_sid
    if account is None or not service:
        return ()

    def look(api: Api) -> Problems:
        try:
            found = api.get(f"{_messaging_url(account)}/v1/Services/{quote(service, safe='')}")
        except Refused as refused:
            if refused.ending.code not in NO_SUCH:
                raise
            return ("TWILIO_MESSAGING_SERVICE_SID names no messaging service of this account: copy its SID anew.",)
        return () if found.get("us_app_to_person_registered") is True else (UNREGISTERED,)

    return _asking(account, transport, look)


UNREGISTERED = (
    "The messaging service has no registered A2P 10DLC campaign, so US carriers block its texts (error 30034): finish "
    "the brand's and the campaign's registration in Twilio's console, or wait until both are approved there."
)


def rate(settings: Settings, clock: Clock, transport: httpx.BaseTransport | None = None) -> Problems:
    """The last calls did not wait in Twilio's own queue, where calls above the account's rate go for up to a day."""
    account = account_of(settings)
    if account is None:
        return ()

    def look(api: Api) -> Problems:
        found = queueing_of(api.get(account.path("Calls"), [("PageSize", str(LATEST_CALLS))]).get("calls", []))
        return () if found is None else (_too_fast(found, settings.twilio_calls_per_second),)

    return _asking(account, transport, look)


def _too_fast(found: Queueing, setting: float) -> str:
    told = f"about {found.rate} a second" if found.rate else "fewer than we send"
    wanted = f"{found.rate:g}" if found.rate and found.rate < setting else f"{max(setting / 2, 0.1):g}"
    return (
        f"{found.waited} of the last {LATEST_CALLS} calls waited in Twilio's queue, up to {found.longest.seconds} s: "
        f"the account starts {told}. Set TWILIO_CALLS_PER_SECOND to {wanted} (it is {setting:g}), or ask for more "
        "calls per second in Twilio's console."
    )


def toll_free(settings: Settings, clock: Clock, transport: httpx.BaseTransport | None = None) -> Problems:
    """Toll-free numbers that text are verified: carriers block the texts of all others (error 30032)."""
    account = account_of(settings)
    shown = [e164 for e164 in _shown(settings) if PhoneNumber.parse(e164).area_code in TOLL_FREE]
    if account is None or not shown:
        return ()

    def look(api: Api) -> Problems:
        ours = api.get(account.path("IncomingPhoneNumbers"), [("PageSize", "1000")]).get("incoming_phone_numbers", [])
        url = f"{_messaging_url(account)}/v1/Tollfree/Verifications"
        told = api.get(url, [("PageSize", "1000")]).get("verifications", [])
        status_of = {each["tollfree_phone_number_sid"]: each.get("status") for each in told}
        sid_of = {each["phone_number"]: each.get("sid") for each in ours}
        return tuple(
            f"The toll-free number ending in {e164[-4:]} {_UNVERIFIED.get(str(status), _NEVER_VERIFIED)}"
            for e164 in shown
            if e164 in sid_of and (status := status_of.get(sid_of[e164])) != "TWILIO_APPROVED"
        )

    return _asking(account, transport, look)


TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})

_NEVER_VERIFIED = (
    "is not verified, so carriers block its texts: send its toll-free verification in Twilio's console, or text from "
    "another number."
)
_UNVERIFIED = {
    "PENDING_REVIEW": "waits for its verification: text from another number until Twilio has approved it.",
    "IN_REVIEW": "waits for its verification: text from another number until Twilio has approved it.",
    "TWILIO_REJECTED": (
        "was refused its verification, so carriers block its texts: Twilio's console says why; correct and send it "
        "again, or text from another number."
    ),
}

LATEST_CALLS = 200


def _messaging_url(account: Account) -> str:
    """Messaging services have a host of their own at Twilio; an emulator has one for everything."""
    return "https://messaging.twilio.com" if account.api_url == API_URL else account.api_url


def _asking(account: Account, transport: httpx.BaseTransport | None, look: Callable[[Api], Problems]) -> Problems:
    api = Api(account, Random(), transport)
    try:
        return look(api)
    except Refused as no:
        return standing.refused(no.ending.code).problems
    except CarrierError:
        return (
            f"Twilio does not answer at {account.api_url}: check this machine's way to the internet, then try again.",
        )
    finally:
        api.close()


TWILIO_CHECKS = (
    Check("Twilio takes our credentials", credentials),
    Check("Twilio has our caller IDs", numbers),
    Check("Twilio can reach us", webhooks),
    Check("Twilio's phone and texts are set up", phone),
    Check("Twilio's texts are registered", registration),
    Check("Twilio's toll-free numbers may text", toll_free),
    Check("Twilio dials at once", rate),
)
