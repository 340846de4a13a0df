"""Which files that came with texts are kept, and which of them a page may show. Pure.

A content type is only what the sender's phone says. A page shows a file by itself only where its first bytes say the
same, and no kind that can carry a script is among those that are kept.
"""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 10_000_000
"""Carriers take five megabytes with a text; whatever is larger came from somewhere else."""


class Group(StrEnum):
    """How a page deals with a file."""

    PICTURE = "picture"
    VIDEO = "video"
    SOUND = "sound"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that is kept."""

    content_type: str
    ending: str
    group: Group
    starts: tuple[tuple[int, bytes], ...] = ()
    """Marks that such a file has, each at its place; any one of them will do."""

    def fits(self, data: bytes) -> bool:
        return not self.starts or any(data[at : at + len(mark)] == mark for at, mark in self.starts)


KINDS = (
    Kind("image/jpeg", ".jpg", Group.PICTURE, ((0, b"\xff\xd8\xff"),)),
    Kind("image/png", ".png", Group.PICTURE, ((0, b"\x89PNG\r\n\x1a\n"),)),
    Kind("image/gif", ".gif", Group.PICTURE, ((0, b"GIF87a"), (0, b"GIF89a"))),
    Kind("image/webp", ".webp", Group.PICTURE, ((8, b"WEBPVP8"),)),
    Kind("video/mp4", ".mp4", Group.VIDEO, ((4, b"ftyp"),)),
    Kind("video/3gpp", ".3gp", Group.VIDEO, ((4, b"ftyp"),)),
    Kind("video/quicktime", ".mov", Group.VIDEO, ((4, b"ftyp"), (4, b"moov"), (4, b"mdat"), (4, b"wide"))),
    Kind("audio/mpeg", ".mp3", Group.SOUND, ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"))),
    Kind("audio/mp4", ".m4a", Group.SOUND, ((4, b"ftyp"),)),
    Kind("audio/amr", ".amr", Group.SOUND, ((0, b"#!AMR"),)),
    Kind("audio/ogg", ".ogg", Group.SOUND, ((0, b"OggS"),)),
    Kind("audio/3gpp", ".3gp", Group.SOUND, ((4, b"ftyp"),)),
    Kind("application/pdf", ".pdf", Group.FILE, ((0, b"%PDF-"),)),
    Kind("text/plain", ".txt", Group.FILE),
    Kind("text/vcard", ".vcf", Group.FILE, ((0, b"BEGIN:VCARD"),)),
    Kind("text/calendar", ".ics", Group.FILE, ((0, b"BEGIN:VCALENDAR"),)),
)

_ALSO_CALLED = {
    "image/jpg": "image/jpeg",
    "text/x-vcard": "text/vcard",
    "text/directory": "text/vcard",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
}
_BY_TYPE = {kind.content_type: kind for kind in KINDS}


def kind_of(content_type: str) -> Kind | None:
    """The kind behind a content type, its parameters aside; None for what is not kept."""
    word = content_type.partition(";")[0].strip().lower()
    return _BY_TYPE.get(_ALSO_CALLED.get(word, word))


def checked(claimed: str, data: bytes) -> Kind | None:
    """The kind that a file really has: what it claims to be, or another picture, since phones mix those up. None for
    what is not kept or is something else than it claims."""
    kind = kind_of(claimed)
    if kind is None or kind.fits(data):
        return kind
    if kind.group is not Group.PICTURE:
        return None
    return next((other for other in KINDS if other.group is Group.PICTURE and other.fits(data)), None)


def name_of(content_type: str, position: int) -> str:
    """A name for the file, which comes without one; the first file has position 0."""
    kind = kind_of(content_type)
    return f"{kind.group if kind else Group.FILE}-{position + 1}{kind.ending if kind else ''}"
