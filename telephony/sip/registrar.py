"""The registrar for agents' own phones: who may register, where a registered phone is reached, and for how long.

Values in, values out: requests with where they came from, and the registration or the refusal that follows. Only
phones whose account a manager has made are let in, and only REGISTER is answered to those that are not in yet.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from telephony.sip.message import Request, Source, parameters, response

REALM = "relist"
LONGEST_STAY = 300
"""Seconds. A phone that has gone is noticed within that time; phones ask again at half of it."""
SHORTEST_STAY = 60
NONCE_LIFE = timedelta(minutes=5)
PATIENCE = 10
"""Wrong passwords from one address before it gets no answer any more."""
PUNISHED = timedelta(minutes=10)
MOST_REMEMBERED = 10_000

_CONTACT = re.compile(r"<?\s*(sip):(?:([^@;>\s\"<]{1,64})@)?[^;>\s]+((?:;[^>\s;]{1,64}){0,8})>?", re.IGNORECASE)
_EXPIRES = re.compile(r";\s*expires\s*=\s*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Registration:
    """A phone's own word of where it is; `until` None: it has gone."""

    username: str
    contact: str
    """Where to call it: its own address as we see it, whatever it believes its address to be."""
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What follows from one request: an answer, a registration, both or neither."""

    answer: bytes | None = None
    registration: Registration | None = None
    was_wrong: bool = False
    """Whether it is one for the count of strangers."""


def secret_of(username: str, password: str) -> str:
    """What is kept instead of the password (RFC 7616, 3.4.2). MD5 is what desk phones speak; the passwords are random
    and long, so that nothing is gained by guessing at it."""
    return _md5(f"{username}:{REALM}:{password}")


def response_to(challenge_secret: str, method: str, given: dict[str, str]) -> str:
    """The digest that a phone with this secret answers a challenge with (RFC 7616, 3.4.1)."""
    second = _md5(f"{method}:{given.get('uri', '')}")
    middle = ":".join(given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
    return _md5(f"{challenge_secret}:{middle}:{second}")


@dataclass(slots=True)
class Registrar:
    """`secrets` gives what is kept of a phone's password, or None where there is no such account."""

    secrets: Callable[[str], str | None]
    key: bytes
    """Signs our challenges, so that none has to be remembered."""
    reached: Callable[[Source], bool]
    """Whether a registered phone is at this address."""
    _wrong: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def hear(self, request: Request, source: Source, now: datetime) -> Heard:
        if self._is_punished(source, now):
            return Heard(was_wrong=True)
        if request.method == "REGISTER":
            return self._register(request, source, now)
        if not self.reached(source):
            return Heard(was_wrong=True)
        if request.method == "OPTIONS":
            return Heard(self._say(request, source, 200, "OK"))
        if request.method == "INVITE":
            # Agents dial in the console, where every call is judged first.
            return Heard(self._say(request, source, 403, "Forbidden"))
        return Heard()

    def _register(self, request: Request, source: Source, now: datetime) -> Heard:
        given = parameters(request.header("authorization"))
        if not given:
            return Heard(self._challenge(request, source, now))
        stamp = self._stamp_of(given.get("nonce", ""), source)
        if stamp is None or given.get("realm") != REALM or given.get("qop") != "auth":
            return Heard(self._challenge(request, source, now))
        if not timedelta(0) <= now - stamp <= NONCE_LIFE:
            return Heard(self._challenge(request, source, now, stale=True))
        username = given.get("username", "")
        kept = self.secrets(username)
        # Without an account the sum is done all the same: a stranger learns no name by how long it takes.
        right = response_to(kept or secret_of(username, ""), "REGISTER", given)
        if kept is None or not hmac.compare_digest(right.encode(), given.get("response", "").encode()):
            self._note_wrong(source, now)
            return Heard(self._say(request, source, 403, "Forbidden"), was_wrong=True)
        self._wrong.pop(source[0], None)
        return self._bind(username, request, source, now)

    def _bind(self, username: str, request: Request, source: Source, now: datetime) -> Heard:
        told = request.header("contact")
        if not told:
            return Heard(self._say(request, source, 200, "OK"))
        own = _EXPIRES.search(told)
        asked = own[1] if own else request.header("expires") or str(LONGEST_STAY)
        stay = min(int(asked), LONGEST_STAY) if re.fullmatch("[0-9]{1,9}", asked) else LONGEST_STAY
        if stay == 0:
            return Heard(self._say(request, source, 200, "OK"), Registration(username, "", None))
        if stay < SHORTEST_STAY:
            return Heard(self._say(request, source, 423, "Interval Too Brief", ("Min-Expires", str(SHORTEST_STAY))))
        found = _CONTACT.match(told)
        if found is None:
            return Heard(self._say(request, source, 400, "Bad Contact"))
        contact = f"sip:{found[2] or username}@{source[0]}:{source[1]}{_kept(found[3])}"
        answer = self._say(request, source, 200, "OK", ("Contact", f"{told.partition(';expires')[0]};expires={stay}"))
        return Heard(answer, Registration(username, contact, now + timedelta(seconds=stay)))

    def _challenge(self, request: Request, source: Source, now: datetime, *, stale: bool = False) -> bytes:
        stamp = f"{int(now.timestamp()):x}"
        words = f'Digest realm="{REALM}", nonce="{stamp}.{self._sign(stamp, source)}", algorithm=MD5, qop="auth"'
        shown = f"{words}, stale=true" if stale else words
        return self._say(request, source, 401, "Unauthorized", ("WWW-Authenticate", shown))

    def _stamp_of(self, nonce: str, source: Source) -> datetime | None:
        """When we gave this address this challenge; None for one that is not ours, or was another address's."""
        stamp, _, signed = nonce.partition(".")
        if not hmac.compare_digest(self._sign(stamp, source).encode(), signed.encode()):
            return None
        return datetime.fromtimestamp(int(stamp, 16), UTC)

    def _sign(self, stamp: str, source: Source) -> str:
        return hmac.new(self.key, f"{stamp} {source[0]}".encode(), hashlib.sha256).hexdigest()[:32]

    def _say(self, request: Request, source: Source, code: int, phrase: str, *more: tuple[str, str]) -> bytes:
        # RFC 3261, 8.2.6.2: the same tag for the same request sent again.
        tag = self._sign(f"{request.header('call-id')} {request.header('cseq')}", source)[:12]
        return response(request, source, code, phrase, tag, more)

    def _is_punished(self, source: Source, now: datetime) -> bool:
        count, last = self._wrong.get(source[0], (0, now))
        if now - last > PUNISHED:
            del self._wrong[source[0]]
            return False
        return count >= PATIENCE

    def _note_wrong(self, source: Source, now: datetime) -> None:
        count, _ = self._wrong.pop(source[0], (0, now))
        if len(self._wrong) >= MOST_REMEMBERED:
            # The oldest goes: a dictionary keeps the order in which its keys came.
            self._wrong.pop(next(iter(self._wrong)))
        self._wrong[source[0]] = (count + 1, now)


def _kept(parameters_of_contact: str) -> str:
    """A transport that we do not speak to phones would send the call astray, and `ob` and its kin are not ours."""
    parts = [part for part in parameters_of_contact.split(";") if part]
    return "".join(f";{part}" for part in parts if part.lower().startswith(("line=", "rinstance=", "x-")))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
