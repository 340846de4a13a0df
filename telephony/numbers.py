"""Phone numbers as checked values.

A `PhoneNumber` that exists is valid E.164, so no later code has to ask. Its `repr` is masked, so that a
number does not slip into a log or a traceback with the value that holds it.

Numbers 555-0100 to 555-0199 are reserved for fiction in every North American area code. The practice network
carries only those and the public network none of them, so nobody can ring a real person by trying things out.
"""

import re
from dataclasses import dataclass
from typing import Self

from telephony.words import Word

# E.164 allows fifteen digits after the plus; no country plan in use is shorter than seven.
# ASCII: other scripts have digits too, and what a carrier makes of those is anybody's guess.
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
# In the North American plan neither the area code nor the exchange starts with 0 or 1.
_NORTH_AMERICAN = re.compile(r"\+1[2-9]\d{2}[2-9]\d{6}", re.ASCII)
_AGENT_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_FICTIONAL = re.compile(r"\+1[2-9]\d{2}55501\d{2}", re.ASCII)


class NumberError(ValueError):
    """The text is not a phone number in E.164 form. The text itself is not repeated: it may be private."""


class Network(Word):
    """Which phone network an order would reach."""

    public = "public", "The real phone network, where every call rings somebody."
    practice = "practice", "The simulated network, where only fictional numbers exist."


@dataclass(frozen=True, slots=True, order=True, repr=False)
class PhoneNumber:
    """A number in E.164 form, for example `PhoneNumber.parse("+12175550123")`."""

    e164: str

    def __post_init__(self) -> None:
        if not _E164.fullmatch(self.e164):
            raise NumberError("a phone number must be in E.164 form: + and 7 to 15 digits, nothing else")
        if self.e164.startswith("+1") and not _NORTH_AMERICAN.fullmatch(self.e164):
            raise NumberError("a +1 number needs ten digits whose area code and exchange start with 2 to 9")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Accepts E.164 with surrounding blanks only; reading what people type is the import's business."""
        return cls(text.strip())

    @property
    def national(self) -> str:
        """Ten digits for +1 numbers; all digits after the plus elsewhere."""
        return self.e164[2:] if self.e164.startswith("+1") else self.e164[1:]

    @property
    def area_code(self) -> str | None:
        return self.e164[2:5] if self.e164.startswith("+1") else None

    @property
    def masked(self) -> str:
        """For screens and logs that must not show the number: "(217) 555-01••"."""
        if not self.e164.startswith("+1"):
            return f"{self.e164[:4]}{'•' * (len(self.e164) - 4)}"
        digits = self.national
        return f"({digits[:3]}) {digits[3:6]}-{digits[6:8]}••"

    @property
    def is_fictional(self) -> bool:
        return _FICTIONAL.fullmatch(self.e164) is not None

    def __str__(self) -> str:
        return self.e164

    def __repr__(self) -> str:
        return f"PhoneNumber({self.masked})"


@dataclass(frozen=True, slots=True)
class AgentAddress:
    """An agent's browser phone, written `agent:<id>` where a number could stand."""

    agent_id: str

    def __post_init__(self) -> None:
        # It becomes part of SIP addresses, so nothing may stand in it that could end one.
        if not _AGENT_ID.fullmatch(self.agent_id):
            raise NumberError("an agent address needs the agent's id after 'agent:', of letters, digits, . _ and -")

    def __str__(self) -> str:
        return f"agent:{self.agent_id}"


Address = PhoneNumber | AgentAddress


def parse_address(text: str) -> Address:
    """The value behind the text that `str(address)` gives."""
    kind, colon, agent_id = text.partition(":")
    return AgentAddress(agent_id) if colon and kind == "agent" else PhoneNumber.parse(text)


def may_carry(network: Network, address: Address) -> bool:
    """Whether this network may be asked to reach this address; browser phones are reached by either."""
    match address:
        case AgentAddress():
            return True
        case PhoneNumber():
            return address.is_fictional == (network is Network.practice)
