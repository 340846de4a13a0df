"""What managers are told of the disk that all data is on."""

import shutil
from collections import namedtuple

import pytest

from dialer.health import LEAST_FREE_BYTES
from tests.support.browser import Browser
from tests.support.shapes import shaped
from webui.shapes.setup import DiskCard

Usage = namedtuple("Usage", ("total", "used", "free"))


@pytest.mark.parametrize(("free", "is_short"), [(LEAST_FREE_BYTES, False), (LEAST_FREE_BYTES - 1, True), (0, True)])
def test_managers_are_told_before_the_disk_is_full(
    manager: Browser, agent: Browser, monkeypatch: pytest.MonkeyPatch, free: int, is_short: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(2 * LEAST_FREE_BYTES, 0, free))
    told = shaped(DiskCard, manager.get("/api/floor/disk").json)
    assert told == {"free_mb": free // 1_000_000, "is_short": is_short}
    assert agent.get("/api/floor/disk").status_code == 403
