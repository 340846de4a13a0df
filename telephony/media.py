"""Pictures and other files that came with a text: what a carrier tells of them, and how it gives them out."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Media:
    """A file that the carrier keeps. `kind` is the content type it claims to have, which nobody has checked yet."""

    carrier_media_id: str
    kind: str


class TooLarge(Exception):
    """The file has more bytes than we take."""


@runtime_checkable
class KeepsMedia(Protocol):
    """A carrier that takes in files with texts."""

    def fetch_media(self, carrier_message_id: str, carrier_media_id: str, most: int) -> bytes:
        """The whole file. Raises `TooLarge` beyond `most` bytes, and `CarrierError`."""

    def forget_media(self, carrier_message_id: str, carrier_media_id: str) -> None:
        """Deletes the carrier's copy; one that is gone already is no error. Raises `CarrierError`."""
