"""A page names what it will ask for."""

import json
from pathlib import Path

import pytest

from dialer.core.roles import Role
from webui.pages import CONSOLE
from webui.preloads import files, header

MANIFEST = {
    "_start-1.js": {"file": "assets/start.js", "name": "start", "css": ["assets/start.css"]},
    "_start-2.css": {"file": "assets/start.css", "src": "_start-2.css"},
    "_calling-3.js": {"file": "assets/calling.js", "name": "calling", "imports": ["_start-1.js", "_timer.js"]},
    "_before-4.js": {"file": "assets/before.js", "name": "before", "imports": ["_timer.js", "_calling-3.js"]},
    "src/views/floor/page.tsx": {"file": "assets/floor.js", "name": "floor", "imports": ["_start-1.js", "_timer.js"]},
    "_timer.js": {"file": "assets/timer.js", "name": "timer", "imports": ["_format.js"]},
    "_format.js": {"file": "assets/format.js", "name": "format"},
}


@pytest.fixture
def console(tmp_path: Path) -> Path:
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    return tmp_path


def test_each_file_stands_once_with_all_that_it_imports() -> None:
    assert files(MANIFEST, ("start", "calling", "before")) == [
        "</assets/start.js>; rel=modulepreload",
        "</assets/start.css>; rel=preload; as=style; crossorigin=anonymous",
        "</assets/calling.js>; rel=modulepreload",
        "</assets/before.js>; rel=modulepreload",
        "</assets/timer.js>; rel=modulepreload",
        "</assets/format.js>; rel=modulepreload",
    ]


def test_files_that_another_build_names_otherwise_are_left_out() -> None:
    assert files({"_later-1.js": {"file": "assets/later.js", "name": "later"}}, ("start", "calling")) == []


@pytest.mark.parametrize(
    ("path", "role", "shown", "asked"),
    [
        ("session", Role.AGENT, "calling", "</api/campaigns>"),
        ("", Role.AGENT, "calling", "</api/campaigns>"),
        ("", Role.MANAGER, "floor", "</api/me>"),
        ("floor", Role.OWNER, "floor", "</api/me>"),
    ],
)
def test_the_start_page_depends_on_who_starts(path: str, role: Role, shown: str, asked: str, console: Path) -> None:
    links = header(console, path, role).split(", ")
    assert links[2] == f"</assets/{shown}.js>; rel=modulepreload"
    assert links[-1] == f"{asked}; rel=preload; as=fetch; crossorigin=anonymous"


def test_a_page_that_nobody_waits_for_names_nothing(console: Path) -> None:
    assert header(console, "leads/7", Role.AGENT) == ""


def test_a_console_that_is_not_built_names_nothing(tmp_path: Path) -> None:
    assert header(tmp_path, "session", Role.AGENT) == ""


def test_the_built_console_has_every_file_that_is_named_and_its_scripts_come_in_one_round() -> None:
    """A machine that builds no console has none to name. A browser asks a server for six files at once."""
    for path in ("session", "floor"):
        links = list(filter(None, header(CONSOLE, path, Role.MANAGER).split(", ")))
        built = [link.split(">")[0].removeprefix("</") for link in links if "/assets/" in link]
        assert len(built) <= 6
        assert all((CONSOLE / file).is_file() for file in built)
