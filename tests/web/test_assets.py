"""The console's built files: small on the way, and kept by browsers."""

import gzip

from tests.support.browser import Browser
from webui.pages import CONSOLE


def test_scripts_and_styles_go_out_compressed_to_whoever_takes_them_so(client: Browser) -> None:
    """Every built file there is; a machine that builds no console has none to send."""
    for file in CONSOLE.glob("assets/*"):
        path = f"/assets/{file.name}"
        plain = client.http.get(path, buffered=True)
        small = client.http.get(path, headers={"Accept-Encoding": "br, gzip"}, buffered=True)
        assert (plain.data, plain.headers.get("Content-Encoding")) == (file.read_bytes(), None)
        is_text = file.suffix in (".js", ".css")
        assert small.headers.get("Content-Encoding") == ("gzip" if is_text else None)
        assert (gzip.decompress(small.data) if is_text else small.data) == plain.data
        for answer in (plain, small):
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert plain.mimetype == small.mimetype


def test_what_was_not_built_is_not_found_and_nothing_outside_is_reached(client: Browser) -> None:
    taking = {"Accept-Encoding": "gzip"}
    for path in ("/assets/none.js", "/assets/..%2F..%2Fpages.py", "/assets/../index.js"):
        assert client.http.get(path, headers=taking).status_code == 404
