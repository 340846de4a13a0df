"""What the phone hands over beside the events of its calls: recordings that are whole, and how answers were judged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from telephony.events import RecordingReady
from telephony.sip.screening import Decision, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """Who was thought to have answered, and the levels from the 200 OK on, those after the verdict too."""

    call_id: str
    at: datetime
    decision: Decision
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecorded:
    """This call was to be recorded, and nothing of it could be written."""

    call_id: str
    at: datetime


Note = RecordingReady | Unrecorded | Screened


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where recordings are put down, and who hears of it. `hear` must not block."""

    folder: Path
    hear: Callable[[Note], None]
