"""Blocks of a thousand numbers that were given to mobile networks: seven digits a line, `2175551` or `217,5551`."""

import re
from collections.abc import Iterable, Iterator

from dialer.core.scrub.lines import FileError, numbered

_BLOCK = re.compile(r"([2-9]\d\d),?([2-9]\d{3})")


def read_blocks(blocks: Iterable[bytes]) -> Iterator[int]:
    """The first seven digits of each block."""
    for at, line in numbered(blocks):
        found = _BLOCK.fullmatch(line)
        if found is None:
            raise FileError(at, "a wireless block has seven digits, as 2175551. Nothing was changed.")
        yield int(found[1] + found[2])
