"""Looks through every line of the logs, as operators get them, for what must never stand there."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from dialer.logs import LineFormatter
from tests.support.twilio_double.double import TOKEN

SECRETS = (TOKEN, "for tests only, as long as it must be", "a secret that is long enough to sign a token")
WHOLE_NUMBER = re.compile(r"(?<![\w•])(\+|%2B)1?\d{10}(?!\d)")
OURS = ("dialer", "telephony", "webui")


class Scan(logging.Handler):
    """Keeps the lines that tell a secret or a whole phone number."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(LineFormatter())
        self.lines = 0
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.lines += 1
        if WHOLE_NUMBER.search(line) or any(secret in line for secret in SECRETS):
            self.leaks.append(line)


@contextmanager
def scanned_logs() -> Iterator[Scan]:
    """All that our parts write while the block runs, whatever the level of the logs is; libraries' warnings too."""
    scan, root = Scan(), logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in OURS}
    root.addHandler(scan)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield scan
    finally:
        root.removeHandler(scan)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
