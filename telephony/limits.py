"""Whom we may reach at all, whatever the rules of a campaign say: beginnings of E.164 numbers."""

from dataclasses import dataclass

from telephony.endings import Ending, EndingKind, ending
from telephony.numbers import Address, Network, PhoneNumber, may_carry

# Premium rate and satellite ranges: toll fraud goes there, homeowners do not live there.
_DEAR = ("+1900", "+1976", "+870", "+881", "+882", "+883", "+979")


@dataclass(frozen=True, slots=True)
class Limits:
    """Whom we may reach at all: beginnings of E.164 numbers."""

    prefixes: tuple[str, ...]

    def refusal(self, network: Network, to: Address) -> Ending | None:
        """Why this address is not called or texted, before anything leaves us; None if it may be."""
        if not may_carry(network, to):
            return ending(EndingKind.wrong_network, "fictional numbers stay on the practice network, and only they do")
        if isinstance(to, PhoneNumber) and not to.e164.startswith(self.prefixes):
            return ending(EndingKind.our_settings, "the country is not in RELIST_ALLOWED_PREFIXES")
        if isinstance(to, PhoneNumber) and to.e164.startswith(_DEAR):
            return ending(EndingKind.our_settings, "premium and satellite numbers are never called")
        return None
