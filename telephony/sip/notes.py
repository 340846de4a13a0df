"""What the phone hands over beside the events of its calls: recordings that are whole."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from telephony.events import RecordingReady

Note = RecordingReady


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where recordings are put down, and who hears of it. `hear` must not block."""

    folder: Path
    hear: Callable[[Note], None]
