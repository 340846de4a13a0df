"""Keys under which a household or an organisation is recognised without keeping its address or name."""

import hashlib
import re

from dialer.core.leadfile.places import address_key
from dialer.core.leadfile.values import Address


def household(address: Address) -> str | None:
    """The key of everyone at an address; None where the address does not say where that is."""
    place = address_key(address)
    return _key("household", place) if place else None


def organisation(name: str) -> str | None:
    """The key of a company or trust by its name, however it is spelled out.

    >>> organisation("Sample Holdings, L.L.C.") == organisation("SAMPLE HOLDINGS LLC")
    True
    """
    word = re.sub(r"[^a-z0-9]", "", name.casefold())
    return _key("organisation", word) if word else None


def _key(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"
