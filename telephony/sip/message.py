"""SIP requests as the registrar reads them and responses as it writes them (RFC 3261, 7 and 18.2). Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 8_192
"""Bytes; a registration is a tenth of that."""

Source = tuple[str, int]
"""Address and port that a message came from."""

# RFC 3261, 7.3.3.
_SHORT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length"}
_FIRST_LINE = re.compile(r"([A-Z]{2,12}) (sips?:[^\s<>\"]{1,256}) SIP/2\.0")
_NEEDED = frozenset({"via", "from", "to", "call-id", "cseq"})


@dataclass(frozen=True, slots=True)
class Request:
    """A request; the names of its headers in lower case and in full."""

    method: str
    uri: str
    headers: Mapping[str, Sequence[str]]

    def header(self, name: str) -> str:
        """The first header of this name; empty where there is none."""
        found = self.headers.get(name, ())
        return found[0] if found else ""


def read_request(packet: bytes) -> Request | None:
    """The request in a packet; None for everything else that arrives at an open port."""
    if len(packet) > LONGEST:
        return None
    try:
        text = packet.decode()
    except UnicodeDecodeError:
        return None
    head = text.replace("\r\n", "\n").partition("\n\n")[0].rstrip("\n")
    # A line that begins with a blank goes on from the line before (RFC 3261, 7.3.1).
    first, *lines = re.sub(r"\n[ \t]+", " ", head).split("\n")
    begun = _FIRST_LINE.fullmatch(first)
    # What we say back must be one header where one was sent.
    if begun is None or "\r" in head:
        return None
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            key = name.strip().lower()
            headers.setdefault(_SHORT.get(key, key), []).append(value.strip())
    return Request(begun[1], begun[2], headers) if headers.keys() >= _NEEDED else None


def response(
    request: Request, source: Source, code: int, phrase: str, tag: str, more: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The response to a request, addressed to where it came from. We write no name of our product into it."""
    vias = list(request.headers["via"])
    vias[0] = _with_source(vias[0], source)
    to = request.header("to")
    lines = [f"SIP/2.0 {code} {phrase}"]
    lines += [f"Via: {via}" for via in vias]
    lines += [f"From: {request.header('from')}", f"To: {to if ';tag=' in to else f'{to};tag={tag}'}"]
    lines += [f"Call-ID: {request.header('call-id')}", f"CSeq: {request.header('cseq')}"]
    lines += [f"{name}: {value}" for name, value in more]
    lines += ["Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode()


def _with_source(via: str, source: Source) -> str:
    """RFC 3581, 4: a phone behind a NAT learns from this how we see it."""
    parts = [part for part in via.split(";") if not part.strip().lower().startswith("received=")]
    parts = [f"rport={source[1]}" if part.strip().lower() == "rport" else part for part in parts]
    return ";".join([*parts, f"received={source[0]}"])


def parameters(text: str) -> dict[str, str]:
    """`name=value` pairs parted by commas, as in Authorization; quotes taken off."""
    found = re.findall(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', text)
    return {name.lower(): quoted or plain for name, quoted, plain in found}
