"""Chunks of a file as whole lines, and the error that names the line which could not be read."""

from collections.abc import Iterable, Iterator

LONGEST_LINE = 64 * 1024
"""Bytes; a longer line means that this is no list."""

_MARK = b"\xef\xbb\xbf"


class FileError(ValueError):
    """The file is not what it should be. The text names the line by its count, never a number in it."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"Line {line:,}: {what}")
        self.line = line


def whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Blocks of whole lines, each ending with a line feed, without a byte-order mark and carriage returns.

    >>> list(whole_lines([b"one\r\ntw", b"o\r\nthree"]))
    [b'one\n', b'two\n', b'three\n']
    """
    rest, seen = b"", 0
    for count, chunk in enumerate(chunks):
        block = (rest + (chunk.removeprefix(_MARK) if count == 0 else chunk)).replace(b"\r\n", b"\n")
        end = block.rfind(b"\n") + 1
        rest = block[end:]
        if len(rest) > LONGEST_LINE:
            raise FileError(seen + block.count(b"\n") + 1, "it is too long for a list; is this a text file?")
        if end:
            seen += block.count(b"\n")
            yield block[:end]
    if rest:
        yield rest.removesuffix(b"\r") + b"\n"


def numbered(blocks: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, as text with its count, the first being 1."""
    count = 0
    for block in blocks:
        for line in block.decode("utf-8", "replace").split("\n")[:-1]:
            count += 1
            if line.strip():
                yield count, line.strip()
