"""Twilio's webhook signature: base64 of HMAC-SHA1 over the address and the form, in Twilio's own order.

The address is the one Twilio was given, not what our server sees behind a proxy; so it is built from the configured
public address and the raw path and query, and forwarded headers have no part in it. A signature says who sent a
request, not when: a replayed one is valid again, and has to be harmless by its event key.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit, urlunsplit

DEFAULT_PORTS = {"https": 443, "http": 80}

Form = Sequence[tuple[str, str]]


def sign(token: str, url: str, form: Form) -> str:
    """What Twilio sends as X-Twilio-Signature. Blank values count; of equal name and value pairs only one does."""
    text = url + "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_signed(tokens: Collection[str], url: str, form: Form, signature: str | None) -> bool:
    """Whether one of the tokens made this signature. Twilio signs some addresses with their port and some without."""
    if not signature:
        return False
    given = signature.encode()
    made = (sign(token, option, form) for option in _ports(url) for token in tokens)
    return any(hmac.compare_digest(candidate.encode(), given) for candidate in made)


def _ports(url: str) -> Iterator[str]:
    """The address as configured, without its port, and with the one that its scheme implies."""
    yield url
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    with_port = f"{shown}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 443)}"
    yield urlunsplit(parts._replace(netloc=shown))
    yield urlunsplit(parts._replace(netloc=with_port))
