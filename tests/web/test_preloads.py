"""A page names the scripts that it will ask for."""

import json
from pathlib import Path

import pytest

from dialer.core.roles import Role
from webui.pages import CONSOLE
from webui.preloads import header, scripts

MANIFEST = {
    "index.html": {"file": "assets/index.js", "imports": []},
    "src/views/session/page.tsx": {"file": "assets/page.js", "imports": ["index.html", "_timer.js"]},
    "src/views/session/before.tsx": {"file": "assets/before.js", "imports": ["_timer.js"]},
    "src/views/floor/page.tsx": {"file": "assets/floor.js", "imports": ["index.html", "_timer.js"]},
    "_timer.js": {"file": "assets/timer.js", "imports": ["_format.js"]},
    "_format.js": {"file": "assets/format.js"},
}


@pytest.fixture
def console(tmp_path: Path) -> Path:
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    return tmp_path


def test_each_script_stands_once_with_all_that_it_imports_and_without_the_pages_own() -> None:
    found = scripts(MANIFEST, ("src/views/session/page.tsx", "src/views/session/before.tsx"))
    assert found == ["assets/page.js", "assets/before.js", "assets/timer.js", "assets/format.js"]


@pytest.mark.parametrize(
    ("path", "role", "first"),
    [
        ("session", Role.AGENT, "</assets/page.js>; rel=modulepreload"),
        ("", Role.AGENT, "</assets/page.js>; rel=modulepreload"),
        ("", Role.MANAGER, "</assets/floor.js>; rel=modulepreload"),
        ("floor", Role.OWNER, "</assets/floor.js>; rel=modulepreload"),
        ("leads/7", Role.AGENT, ""),
    ],
)
def test_the_start_page_depends_on_who_starts(path: str, role: Role, first: str, console: Path) -> None:
    assert header(console, path, role).split(", ")[0] == first


def test_a_console_that_is_not_built_names_nothing(tmp_path: Path) -> None:
    assert header(tmp_path, "session", Role.AGENT) == ""


def test_the_built_console_has_every_script_that_is_named() -> None:
    """A machine that builds no console has none to name."""
    for path in ("session", "floor"):
        for link in filter(None, header(CONSOLE, path, Role.MANAGER).split(", ")):
            assert (CONSOLE / link.split(">")[0].removeprefix("</")).is_file()
