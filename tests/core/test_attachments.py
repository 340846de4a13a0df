"""Which files are kept, and what a file is."""

import pytest

from dialer.core.attachments import KINDS, Group, checked, kind_of, name_of

JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(20)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(20)
PAGE = b"<html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("claimed", "data", "expected"),
    [
        ("image/jpeg", JPEG, "image/jpeg"),
        ("image/jpg", JPEG, "image/jpeg"),
        ("IMAGE/PNG; name=x", PNG, "image/png"),
        ("image/png", JPEG, "image/jpeg"),
        ("image/jpeg", WEBP, "image/webp"),
        ("video/mp4", MP4, "video/mp4"),
        ("text/x-vCard", b"BEGIN:VCARD\r\n", "text/vcard"),
        ("text/plain", PAGE, "text/plain"),
        ("image/png", PAGE, None),
        ("image/png", b"", None),
        ("application/pdf", JPEG, None),
        ("image/svg+xml", b"<svg onload='x'/>", None),
        ("text/html", PAGE, None),
        ("application/javascript", b"alert(1)", None),
        ("", PNG, None),
    ],
)
def test_a_file_is_what_its_bytes_say_or_is_not_kept(claimed, data, expected):
    found = checked(claimed, data)
    assert (found.content_type if found else None) == expected


def test_no_kind_that_a_page_shows_can_carry_a_script_and_each_is_known_by_its_bytes():
    pictures = [kind for kind in KINDS if kind.group is Group.PICTURE]
    assert {kind.content_type for kind in pictures} == {"image/jpeg", "image/png", "image/gif", "image/webp"}
    assert all(kind.starts for kind in pictures)
    assert kind_of("image/svg+xml") is None


def test_files_come_without_names_and_get_some():
    assert name_of("image/jpeg", 0) == "picture-1.jpg"
    assert name_of("application/pdf", 2) == "file-3.pdf"
    assert name_of("application/x-unknown", 0) == "file-1"
