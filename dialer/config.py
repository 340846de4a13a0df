"""Everything that the environment decides, read once into one value; nothing else reads the environment."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dialer.sip_settings import SIP_ADVICE, sip_config
from dialer.twilio_settings import twilio_problems
from telephony.sip.trunks import SipConfig

DOTS = "••••••"

T = TypeVar("T")


class CarrierName(StrEnum):
    """Who carries the calls and texts."""

    PRACTICE = "practice"
    """A simulated phone network; it accepts only fictional numbers."""
    TWILIO = "twilio"
    """Twilio Programmable Voice and Messaging."""
    SIP = "sip"
    """The operator's own SIP trunk."""


class LogLevel(StrEnum):
    """How much goes into the logs."""

    DEBUG = "debug"
    """Everything, for hunting a fault."""
    INFO = "info"
    """What happened."""
    WARNING = "warning"
    """What somebody should look at."""
    ERROR = "error"
    """What failed."""


class ConfigError(Exception):
    """The configuration cannot be used; `problems` holds every reason, each with what to do."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """What the environment decided. Fields marked secret print as dots."""

    data_dir: Path
    """Absolute; everything Relist keeps on this machine."""
    host: str
    port: int
    public_url: str
    """Where browsers and carriers reach us, without a slash at the end."""
    database_url: str | None = field(metadata={"secret": True})
    """An SQLAlchemy URL with the psycopg driver; None: the embedded PostgreSQL."""
    redis_url: str | None = field(metadata={"secret": True})
    """None: the embedded Valkey."""
    secret_key: str = field(metadata={"secret": True})
    """Signs session cookies; at least 32 characters."""
    carrier: CarrierName
    practice_speed: float
    """How many times faster than life the practice network goes, at least 1."""
    practice_seed: int
    practice_any_hour: bool
    """Whether the practice network is called around the clock; refused for a real carrier."""
    allowed_prefixes: tuple[str, ...]
    """Beginnings of the E.164 numbers that may be called at all."""
    daily_spend_cap_cents: int
    """US cents that a real carrier may cost per day."""
    brokerage_name: str
    """Who texts and identification messages say we are."""
    twilio_account_sid: str | None
    twilio_auth_token: str | None = field(metadata={"secret": True})
    twilio_secondary_token: str | None = field(metadata={"secret": True})
    """Accepted beside the auth token while the tokens are rotated."""
    twilio_api_key_sid: str | None
    twilio_api_key_secret: str | None = field(metadata={"secret": True})
    """The browser phone needs an API key; requests use it instead of the auth token where it is set."""
    twilio_api_url: str
    """Where the REST API is; another one than Twilio's own is for emulators and compatible services."""
    twilio_messaging_service_sid: str | None
    twilio_calls_per_second: float
    """As set for the account in Twilio's console; calls above it would wait in Twilio's queue."""
    twilio_concurrent_calls: int
    """Calls at once that the account may have, agents' own included."""
    sip: SipConfig | None
    """The operator's own trunks; their passwords stand nowhere in its text."""
    log_level: LogLevel

    def shown(self) -> dict[str, str]:
        """Every setting as text for people, secrets as dots."""
        return {item.name: self._show(item.name, item.metadata.get("secret", False)) for item in fields(self)}

    def _show(self, name: str, secret: bool) -> str:
        value = getattr(self, name)
        if secret and value is not None:
            return DOTS
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    def __repr__(self) -> str:
        return f"Settings({', '.join(f'{name}={value}' for name, value in self.shown().items())})"


def environment() -> dict[str, str]:
    """A copy of this process's environment: the one place where it is read."""
    return dict(os.environ)  # noqa: TID251 - this module is the one that may


def child_environment(settings: Settings) -> dict[str, str]:
    """Our environment for the processes we start, with what was settled since it was read."""
    return environment() | settled(settings)


def settled(settings: Settings) -> dict[str, str]:
    """Variables that lead whoever reads them to the same stores and files as `settings`."""
    return {
        "RELIST_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": settings.redis_url or "",
        "RELIST_PRACTICE_ANY_HOUR": "yes" if settings.practice_any_hour else "no",
    }


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from `environ`; raises ConfigError with every problem at once.

    Makes the data folder and the secret in it on first use, as sessions must outlive a restart.
    """
    read = _Reader(environ)
    data_dir = Path(read.text("RELIST_DATA_DIR", ".relist")).expanduser().resolve()
    host = read.text("RELIST_HOST", "127.0.0.1")
    port = read.parsed("RELIST_PORT", "8080", _port)
    carrier = read.parsed("RELIST_CARRIER", "practice", CarrierName)
    settings = Settings(
        data_dir=data_dir,
        host=host,
        port=port,
        public_url=read.parsed("RELIST_PUBLIC_URL", f"http://{_browsable(host)}:{port}", _public_url),
        database_url=read.optional("DATABASE_URL", _database_url),
        redis_url=read.optional("REDIS_URL", _redis_url),
        secret_key=_secret_key(read, data_dir),
        carrier=carrier,
        practice_speed=read.parsed("RELIST_PRACTICE_SPEED", "1", _speed),
        practice_seed=read.parsed("RELIST_PRACTICE_SEED", "1", int),
        practice_any_hour=read.parsed("RELIST_PRACTICE_ANY_HOUR", "no", _yes_or_no),
        allowed_prefixes=read.parsed("RELIST_ALLOWED_PREFIXES", "+1", _prefixes),
        daily_spend_cap_cents=read.parsed("RELIST_DAILY_SPEND_CAP", "50", _cents),
        brokerage_name=read.text("RELIST_BROKERAGE", "Practice Realty"),
        twilio_account_sid=read.optional("TWILIO_ACCOUNT_SID", str),
        twilio_auth_token=read.optional("TWILIO_AUTH_TOKEN", str),
        twilio_secondary_token=read.optional("TWILIO_SECONDARY_TOKEN", str),
        twilio_api_key_sid=read.optional("TWILIO_API_KEY_SID", str),
        twilio_api_key_secret=read.optional("TWILIO_API_KEY_SECRET", str),
        twilio_api_url=read.parsed("TWILIO_API_URL", "https://api.twilio.com", _public_url),
        twilio_messaging_service_sid=read.optional("TWILIO_MESSAGING_SERVICE_SID", str),
        twilio_calls_per_second=read.parsed("TWILIO_CALLS_PER_SECOND", "1", _rate),
        twilio_concurrent_calls=read.parsed("TWILIO_CONCURRENT_CALLS", "20", _count),
        sip=sip_config(read),
        log_level=read.parsed("RELIST_LOG_LEVEL", "info", lambda text: LogLevel(text.lower())),
    )
    read.require(carrier)
    if carrier is CarrierName.TWILIO:
        read.problems += twilio_problems(lambda name: read.text(name, ""))
    if settings.practice_any_hour and carrier is not CarrierName.PRACTICE:
        read.problems.append(
            f"RELIST_PRACTICE_ANY_HOUR cannot be used with RELIST_CARRIER={carrier}: real people have legal hours; "
            "leave it out."
        )
    if read.problems:
        raise ConfigError(tuple(read.problems))
    return settings


ADVICE = SIP_ADVICE | {
    "RELIST_PORT": "give a port from 1 to 65535, such as 8080",
    "RELIST_PUBLIC_URL": "give the address that browsers use, such as https://dial.example.com",
    "DATABASE_URL": "give postgresql://user:password@host/name, or leave it out for the embedded PostgreSQL",
    "REDIS_URL": "give redis://host:6379/0, or leave it out for the embedded Valkey",
    "RELIST_SECRET_KEY": "give 32 characters or more, or leave it out to have one made in the data folder",
    "RELIST_CARRIER": f"give one of {', '.join(CarrierName)}",
    "RELIST_PRACTICE_SPEED": "give a number from 1 (real time) to 1000",
    "RELIST_PRACTICE_SEED": "give a whole number",
    "RELIST_PRACTICE_ANY_HOUR": "give yes or no",
    "RELIST_ALLOWED_PREFIXES": "give prefixes with a plus, parted by commas, such as +1,+44",
    "RELIST_DAILY_SPEND_CAP": "give US dollars from 0 up, such as 50 or 12.50",
    "TWILIO_API_URL": "give the address of the API, such as https://api.twilio.com",
    "TWILIO_CALLS_PER_SECOND": "give the account's calls per second, from 0.1 to 1000",
    "TWILIO_CONCURRENT_CALLS": "give how many calls the account may have at once, at least 2",
    "RELIST_LOG_LEVEL": f"give one of {', '.join(LogLevel)}",
}

# What a real carrier cannot go without. Nobody may be called in the name of the practice brokerage.
NEEDED = {
    CarrierName.PRACTICE: (),
    CarrierName.TWILIO: ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "RELIST_PUBLIC_URL", "RELIST_BROKERAGE"),
    CarrierName.SIP: ("RELIST_SIP_SERVER", "RELIST_BROKERAGE"),
}


class _Reader:
    """Reads variables one by one and keeps what is wrong with them; an empty variable counts as absent.

    A value that cannot be read stands in as its default, so that the remaining ones get read too.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def parsed(self, name: str, default: str, parse: Callable[[str], T]) -> T:
        try:
            return parse(self.text(name, default))
        except ValueError:
            self.problems.append(f"{name} cannot be used: {ADVICE[name]}.")
            return parse(default)

    def optional(self, name: str, parse: Callable[[str], T]) -> T | None:
        text = self.text(name, "")
        try:
            return parse(text) if text else None
        except ValueError:
            self.problems.append(f"{name} cannot be used: {ADVICE[name]}.")
            return None

    def require(self, carrier: CarrierName) -> None:
        for name in NEEDED[carrier]:
            # A file of several trunks stands for the one that the variables describe.
            instead = "RELIST_SIP_TRUNKS" if name == "RELIST_SIP_SERVER" else name
            if not self.text(name, "") and not self.text(instead, ""):
                self.problems.append(f"{name} is missing: RELIST_CARRIER={carrier} needs it; set it.")


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError
    return port


def _browsable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return text.rstrip("/")


def _database_url(text: str) -> str:
    scheme, mark, rest = text.partition("://")
    if not mark or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError
    return f"postgresql+psycopg://{rest}"


def _redis_url(text: str) -> str:
    scheme, mark, rest = text.partition("://")
    known = {"redis": "redis", "rediss": "rediss", "unix": "unix", "valkey": "redis", "valkeys": "rediss"}
    if not mark or scheme not in known:
        raise ValueError
    return f"{known[scheme]}://{rest}"


def _speed(text: str) -> float:
    speed = float(text)
    # Written so that "nan" fails too.
    if not 1 <= speed <= 1000:
        raise ValueError
    return speed


def _rate(text: str) -> float:
    rate = float(text)
    if not 0.1 <= rate <= 1000:
        raise ValueError
    return rate


def _count(text: str) -> int:
    count = int(text)
    # One call is the agent's own, so with fewer than two nobody could ever be talked to.
    if count < 2:
        raise ValueError
    return count


def _yes_or_no(text: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        raise ValueError
    return text.lower() == "yes"


def _prefixes(text: str) -> tuple[str, ...]:
    prefixes = tuple(part.strip() for part in text.split(","))
    if not all(re.fullmatch(r"\+[1-9]\d{0,14}", prefix) for prefix in prefixes):
        raise ValueError
    return prefixes


def _cents(text: str) -> int:
    try:
        cents = Decimal(text.removeprefix("$")) * 100
    except InvalidOperation as error:
        raise ValueError from error
    if not cents.is_finite() or cents < 0 or cents != cents.to_integral_value():
        raise ValueError
    return int(cents)


def _secret_key(read: _Reader, data_dir: Path) -> str:
    given = read.text("RELIST_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            read.problems.append(f"RELIST_SECRET_KEY cannot be used: {ADVICE['RELIST_SECRET_KEY']}.")
        return given
    try:
        return _kept_secret(data_dir)
    except OSError as error:
        read.problems.append(
            f"RELIST_DATA_DIR cannot be used ({error.strerror}): give a folder that this user may write to."
        )
        return ""


def _kept_secret(data_dir: Path) -> str:
    """The secret in the data folder, made on first use; several processes may do so at the same time."""
    kept = data_dir / "secret"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not kept.exists():
        fresh = data_dir / f"secret.{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Unlike a rename, a link leaves the secret alone that another process made meanwhile.
        with suppress(FileExistsError):
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text().strip()
