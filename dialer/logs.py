"""Logs as lines of `key=value` with a stable event name.

    log = get_log("calls")
    log.info("call_ended", call_id=call.id, pii_number=number)

Personal data goes under keys that start with `pii_` and is masked here, so that logs can be shown to anybody.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

from dialer.config import LogLevel

PERSONAL = "pii_"
_BARE = re.compile(r"[A-Za-z0-9_.:/+@-]+")
# Errors of libraries may carry a number or an address in their text; these go before a line is written.
_NUMBER = re.compile(r"\+?\d[\d\s().-]{8,}\d")
_EMAIL = re.compile(r"[^\s@<>\"'=]+@[^\s@<>\"']+")


class Log:
    """Writes events of one part of the product."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, /, **facts: object) -> None:
        """For hunting a fault."""
        self._write(logging.DEBUG, event, facts)

    def info(self, event: str, /, **facts: object) -> None:
        """Something happened."""
        self._write(logging.INFO, event, facts)

    def warning(self, event: str, /, **facts: object) -> None:
        """Somebody should look at this."""
        self._write(logging.WARNING, event, facts)

    def error(self, event: str, /, **facts: object) -> None:
        """Something failed."""
        self._write(logging.ERROR, event, facts)

    def exception(self, event: str, /, **facts: object) -> None:
        """Something failed, with the exception that is being handled and where it came from."""
        self._write(logging.ERROR, event, facts, trace=True)

    def _write(self, level: int, event: str, facts: dict[str, object], *, trace: bool = False) -> None:
        if self._logger.isEnabledFor(level):
            self._logger.log(level, event, extra={"facts": facts}, exc_info=trace)


def get_log(name: str) -> Log:
    """The log of the part `name`, such as "calls"."""
    return Log(name)


def configure(level: LogLevel) -> None:
    """Send every log of this process, also those of libraries, to standard error in our form."""
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(LineFormatter())
    logging.basicConfig(handlers=[output], level=level.upper(), force=True)
    # It tells every process that looks whether the tables are current how it looks.
    logging.getLogger("alembic").setLevel(logging.WARNING)


class LineFormatter(logging.Formatter):
    """One record, one line; also for records that libraries wrote as sentences."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`, without personal data and without the end of line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        ours: dict[str, object] | None = getattr(record, "facts", None)
        if ours is None:
            facts: dict[str, object] = {"event": "note", "text": _scrub(record.getMessage())}
        else:
            facts = {
                "event": record.getMessage(),
                **{name: masked(name, value) for name, value in ours.items()},
            }
        if record.exc_info and record.exc_info[1] is not None:
            facts["error"] = _scrub("".join(traceback.format_exception(record.exc_info[1])))
        pairs = {"at": at, "level": record.levelname.lower(), "log": record.name, **facts}
        return " ".join(f"{name}={_shown(value)}" for name, value in pairs.items())


def masked(name: str, value: object) -> object:
    """`value`, or what is left of it when `name` says that it is personal: the last two characters."""
    if not name.startswith(PERSONAL) or value is None:
        return value
    text = str(value)
    return f"••••{text[-2:]}" if len(text) > 6 else "••••"


def _scrub(text: str) -> str:
    return _EMAIL.sub("••••", _NUMBER.sub("••••", text))


def _shown(value: object) -> str:
    text = str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)
