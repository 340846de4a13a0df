"""The files of a load as streams of whole lines; every byte goes into their hash."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from dialer.core.scrub import whole_lines

CHUNK = 1 << 20
"""Bytes read at a time."""


class Source:
    """Files to be read once; a zip file stands for its members."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of everything read so far."""
        return self._hash.hexdigest()

    @property
    def names(self) -> str:
        return ", ".join(path.name for path in self.paths)

    def streams(self, paths: Sequence[Path] | None = None) -> Iterator[Iterator[bytes]]:
        """One stream of blocks of whole lines for each file, or for each of `paths`."""
        for path in self.paths if paths is None else paths:
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    for member in packed.infolist():
                        if not member.is_dir():
                            with packed.open(member) as file:
                                yield whole_lines(self._chunks(file))
            else:
                with path.open("rb") as file:
                    yield whole_lines(self._chunks(file))

    def _chunks(self, file: IO[bytes]) -> Iterator[bytes]:
        while chunk := file.read(CHUNK):
            self._hash.update(chunk)
            yield chunk
