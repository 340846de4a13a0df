"""Orders as requests to Twilio: pure, so that tables and Twilio's own description can judge them."""

from telephony.numbers import Address, AgentAddress
from telephony.orders import CallRole, Detection, PlaceCall, Screening, SendText
from telephony.twilio.account import Account, client_of

Form = list[tuple[str, str]]

CALL_EVENTS = ("initiated", "ringing", "answered", "completed")

# For homes and mobiles while an agent listens (AMD FAQ): people greet in less than 1.8 s.
OUR_DETECTION = Detection(greeting_ms=1900, pause_ms=1400)

BROWSER_CALLER = "client:relist"


def place_call(account: Account, order: PlaceCall) -> Form:
    """POST Calls: one leg that asks us what to do when it is answered."""

    def ours(what: str) -> str:
        return account.of_call(order.role, order.call_id, what)

    form: Form = [
        ("To", address(order.to)),
        ("From", BROWSER_CALLER if isinstance(order.to, AgentAddress) else str(order.from_)),
        ("Url", ours("answer")),
        ("Method", "POST"),
        ("FallbackUrl", ours("fallback")),
        ("FallbackMethod", "POST"),
        ("StatusCallback", ours("status")),
        ("StatusCallbackMethod", "POST"),
        *(("StatusCallbackEvent", event) for event in CALL_EVENTS),
        ("Timeout", str(order.ring_seconds)),
        ("TimeLimit", str(order.max_seconds)),
    ]
    if order.screening is not Screening.off and order.role is CallRole.lead:
        form += detection(order.detection or Detection())
        form += [("AsyncAmdStatusCallback", ours("verdict")), ("AsyncAmdStatusCallbackMethod", "POST")]
    return form


def detection(chosen: Detection) -> Form:
    """Machine detection beside the call. Twilio's own limit for the verdict stays: it has no say in when we connect."""
    return [
        ("MachineDetection", "Enable"),
        ("AsyncAmd", "true"),
        ("MachineDetectionSpeechThreshold", str(chosen.greeting_ms or OUR_DETECTION.greeting_ms)),
        ("MachineDetectionSpeechEndThreshold", str(chosen.pause_ms or OUR_DETECTION.pause_ms)),
    ]


def send_text(account: Account, order: SendText) -> Form:
    """POST Messages: from the number that the person knows; a messaging service adds its compliance tools."""
    form: Form = [("To", str(order.to)), ("From", str(order.from_)), ("Body", order.body)]
    if account.messaging_service_sid:
        form.append(("MessagingServiceSid", account.messaging_service_sid))
    return [*form, ("StatusCallback", account.of_text(order.message_id))]


def go_to(account: Account, call_id: str, what: str = "next") -> Form:
    """POST Calls/{sid}: the call leaves whatever it is in and asks us again."""
    return [("Url", account.of_call(CallRole.lead, call_id, what)), ("Method", "POST")]


def go_to_room(account: Account, leg_id: str) -> Form:
    """POST Calls/{sid}: a leg of ours leaves its conference and asks us for the next."""
    return [("Url", account.of_call(CallRole.agent_leg, leg_id, "room")), ("Method", "POST")]


def record(account: Account, call_id: str) -> Form:
    """POST Calls/{sid}/Recordings: both sides on channels of their own (the default mixes them), silences kept."""
    return [
        ("RecordingChannels", "dual"),
        ("Trim", "do-not-trim"),
        ("RecordingStatusCallback", account.of_call(CallRole.lead, call_id, "recorded")),
        ("RecordingStatusCallbackMethod", "POST"),
        ("RecordingStatusCallbackEvent", "completed"),
    ]


def address(to: Address) -> str:
    return f"client:{client_of(to.agent_id)}" if isinstance(to, AgentAddress) else str(to)
