"""Tells a browser with the page itself which scripts it will ask for, so that they come side by side.

Without it each script is known only when the one that imports it has come: on a phone's network a second of waiting.
"""

import json
from pathlib import Path
from typing import Any

from dialer.core.roles import Role

_VIEWS = {
    "session": ("src/views/session/page.tsx", "src/views/session/before.tsx"),
    "floor": ("src/views/floor/page.tsx",),
}
"""The pages with which people begin their day, by the first part of the address."""

_ENTRY = "index.html"


def header(console: Path, path: str, role: Role) -> str:
    """The value of the Link header; empty for pages that nobody waits for."""
    first = path.partition("/")[0] or ("floor" if role.may_act_as(Role.MANAGER) else "session")
    views = _VIEWS.get(first, ())
    told = console / ".vite" / "manifest.json"
    if not views or not told.exists():
        return ""
    return ", ".join(f"</{file}>; rel=modulepreload" for file in scripts(json.loads(told.read_text()), views))


def scripts(manifest: dict[str, Any], views: tuple[str, ...]) -> list[str]:
    """The files of these modules and of all that they import, without those that the page itself names."""
    found: dict[str, str] = {}
    waiting = list(views)
    while waiting:
        name = waiting.pop(0)
        if name == _ENTRY or name in found:
            continue
        found[name] = manifest[name]["file"]
        waiting += manifest[name].get("imports", [])
    return list(found.values())
