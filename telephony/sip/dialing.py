"""What an INVITE says: whom it asks for, who asks, and the headers that some of them need."""

from dataclasses import dataclass

from telephony.numbers import AgentAddress
from telephony.orders import PlaceCall
from telephony.sip.trunks import Trunk

AUTO_ANSWER = (("Call-Info", "<sip:relist>;answer-after=0"), ("Alert-Info", "<http://relist>;info=alert-autoanswer"))
"""The two headers by which desk phones pick up by themselves; a phone that knows neither rings as usual."""


@dataclass(frozen=True, slots=True)
class Request:
    """One INVITE."""

    to: str
    from_: str
    headers: tuple[tuple[str, str], ...] = ()


def request(order: PlaceCall, trunk: Trunk, agent_uri: str | None) -> Request:
    """The INVITE of this order over this trunk; `agent_uri` is where an agent's own phone is."""
    from_ = f"<{trunk.sender_uri(order.from_)}>"
    if isinstance(order.to, AgentAddress):
        assert agent_uri is not None, "no way is chosen without one"
        return Request(f"<{agent_uri}>", from_, AUTO_ANSWER)
    shown = trunk.identity_header(order.from_)
    return Request(f"<{trunk.uri_of(order.to)}>", from_, (shown,) if shown else ())
