"""What orders may cost, for setting money aside; Twilio's final prices replace these when it knows them.

Estimates of the US list prices, rounded up, in millionths of a dollar.
"""

from telephony.money import Cost
from telephony.numbers import AgentAddress
from telephony.orders import CallRole, PlaceCall, Screening, SendText

PHONE_MINUTE = 14_000
BROWSER_MINUTE = 4_000
DETECTION = 7_500
TEXT_SEGMENT = 12_000

LIKELY_MINUTES = 5
"""Few calls to leads are longer; those that are get counted by their true length as soon as they are over."""

SEGMENT_CHARACTERS = 67
"""Of a text that needs 16-bit characters, the dearest case."""


def of_call(order: PlaceCall) -> Cost:
    per_minute = BROWSER_MINUTE if isinstance(order.to, AgentAddress) else PHONE_MINUTE
    if order.role is CallRole.agent_leg:
        return Cost(per_minute * (order.max_seconds // 60), per_minute)
    detection = DETECTION if order.screening is not Screening.off else 0
    return Cost(per_minute * LIKELY_MINUTES + detection, per_minute)


def of_text(order: SendText) -> Cost:
    return Cost(TEXT_SEGMENT * -(-len(order.body) // SEGMENT_CHARACTERS))
