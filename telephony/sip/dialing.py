"""What an INVITE says: whom it asks for, who asks, and the headers that some of them need."""

from dataclasses import dataclass

from telephony.carrier import Refused
from telephony.endings import EndingKind, ending
from telephony.numbers import AgentAddress
from telephony.orders import PlaceCall
from telephony.sip.trunks import SipConfig, Trunk

AUTO_ANSWER = (("Call-Info", "<sip:relist>;answer-after=0"), ("Alert-Info", "<http://relist>;info=alert-autoanswer"))
"""The two headers by which desk phones pick up by themselves; a phone that knows neither rings as usual."""


@dataclass(frozen=True, slots=True)
class Request:
    """One INVITE."""

    to: str
    from_: str
    headers: tuple[tuple[str, str], ...] = ()


def request(order: PlaceCall, trunk: Trunk, config: SipConfig) -> Request:
    """The INVITE of this order over this trunk. Raises `Refused` where agents' own phones are not set up."""
    from_ = f"<{trunk.caller_uri(order.from_)}>"
    if isinstance(order.to, AgentAddress):
        to = config.agent(order.to)
        if to is None:
            why = "RELIST_SIP_AGENT_URI is not set: agents can only be called at a phone number"
            raise Refused(ending(EndingKind.our_settings, why))
        return Request(f"<{to}>", from_, AUTO_ANSWER)
    shown = trunk.identity_header(order.from_)
    return Request(f"<{trunk.uri_of(order.to)}>", from_, (shown,) if shown else ())
