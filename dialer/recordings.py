"""Recorded messages that calls play: files in the data folder, named as campaigns name them."""

import re
from pathlib import Path

from dialer.config import Settings

FOLDER = "messages"
KINDS = (".mp3", ".wav")

_NAME = re.compile(r"[\w-]{1,80}", re.ASCII)


def tapes_folder(settings: Settings) -> Path:
    """Where our own SIP trunks' recordings lie, each side in a file, until they are joined and kept."""
    return settings.data_dir / "recordings" / "tapes"


def message_file(settings: Settings, name: str) -> Path | None:
    """The file of a recorded message; None where there is none, or the name could lead elsewhere."""
    if not _NAME.fullmatch(name):
        return None
    options = (settings.data_dir / FOLDER / f"{name}{kind}" for kind in KINDS)
    return next((option for option in options if option.is_file()), None)
