"""Tells a browser with the page itself what it will ask for, so that scripts and answers come side by side.

Without it each script is known only when the one that imports it has come, and each answer is asked for when all
scripts have run: on a phone's network a second of waiting.
"""

import json
from pathlib import Path
from typing import Any

from dialer.core.roles import Role

_VIEWS = {"session": ("calling", "before"), "floor": ("floor",)}
"""The files of the pages with which people begin their day, by the first part of the address; vite.config.ts names
them."""

_ANSWERS = {"session": ("me", "sessions/current", "campaigns"), "floor": ("me",)}
"""What these pages ask of the API before they can show anything."""

_ENTRY = "start"


def header(console: Path, path: str, role: Role) -> str:
    """The value of the Link header; empty for pages that nobody waits for."""
    first = path.partition("/")[0] or ("floor" if role.may_act_as(Role.MANAGER) else "session")
    views = _VIEWS.get(first, ())
    told = console / ".vite" / "manifest.json"
    if not views or not told.exists():
        return ""
    answers = [f"</api/{path}>; rel=preload; as=fetch; crossorigin=anonymous" for path in _ANSWERS[first]]
    return ", ".join(files(json.loads(told.read_text()), (_ENTRY, *views)) + answers)


def files(manifest: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    """Links to the files of these names and to all that they import, in the order in which they are needed.

    A console that was just built anew, while this server is still the old one, may name its files otherwise."""
    named = {part["name"]: key for key, part in manifest.items() if "name" in part}
    found: dict[str, list[str]] = {}
    waiting = [named[name] for name in names if name in named]
    while waiting:
        key = waiting.pop(0)
        if key not in found:
            part = manifest[key]
            styles = [f"</{file}>; rel=preload; as=style; crossorigin=anonymous" for file in part.get("css", [])]
            found[key] = [f"</{part['file']}>; rel=modulepreload", *styles]
            waiting += part.get("imports", [])
    return [link for links in found.values() for link in links]
