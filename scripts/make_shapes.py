"""Writes the console's types from the server's shapes, so that the two cannot drift apart.

One file for each module of `webui.shapes`, and one that exports them all. A test compares them with what this would
write.
"""

import re
import types
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from webui.shapes import figures, leads, live, setup, work

MODULES = (live, leads, setup, work, figures)
SOURCE = Path(__file__).resolve().parents[1] / "webui" / "console" / "src"
HEAD = "// Generated from webui/shapes by scripts/make_shapes.py; do not edit."

SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null", Any: "unknown"}


def files() -> dict[Path, str]:
    """Every generated file with its whole text."""
    bodies = {_name(module): "\n\n".join(_declared(name, value) for name, value in _own(module)) for module in MODULES}
    homes = {name: _name(module) for module in MODULES for name, _ in _own(module)}
    made = {SOURCE / "shapes" / f"{name}.ts": _file(name, body, homes) for name, body in bodies.items()}
    exports = "\n".join(f'export * from "./shapes/{name}";' for name in sorted(bodies))
    return made | {SOURCE / "shapes.ts": f"{HEAD}\n\n{exports}\n"}


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _file(name: str, body: str, homes: dict[str, str]) -> str:
    """One module's types, with imports of what it uses of the others."""
    used = {word for word in re.findall(r"\b[A-Z]\w+", body) if homes.get(word, name) != name}
    wanted: dict[str, list[str]] = {}
    for word in sorted(used):
        wanted.setdefault(homes[word], []).append(word)
    imports = "\n".join(
        f'import type {{ {", ".join(words)} }} from "./{home}";' for home, words in sorted(wanted.items())
    )
    return "\n\n".join(part for part in (HEAD, imports, body) if part) + "\n"


def _own(module: ModuleType) -> list[tuple[str, Any]]:
    """What the module itself declares, in its order: typed dictionaries, and names for sets of words."""
    return [
        (name, value)
        for name, value in vars(module).items()
        if get_origin(value) is Literal or (is_typeddict(value) and value.__module__ == module.__name__)
    ]


def _declared(name: str, value: Any) -> str:
    if not is_typeddict(value):
        return f"export type {name} = {_words(value)};"
    hints = get_type_hints(value, include_extras=True)
    lines = [f"  {field}{_mark(hint)}: {_type(hint)};" for field, hint in hints.items()]
    return "\n".join([f"export interface {name} {{", *lines, "}"])


def _mark(hint: Any) -> str:
    return "?" if get_origin(hint) is NotRequired else ""


def _type(hint: Any) -> str:
    """The TypeScript type of one field."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        # A set of words that has a name in one of the modules goes by that name inside other types.
        return _named(hint) or _words(hint)
    if origin in (Union, types.UnionType):
        return " | ".join(_type(each) for each in inner)
    if origin is NotRequired:
        return _type(inner[0])
    if origin is list:
        element = _type(inner[0])
        return f"({element})[]" if " | " in element else f"{element}[]"
    if origin is dict:
        return f"Record<{_type(inner[0])}, {_type(inner[1])}>"
    raise TypeError(f"no TypeScript type is known for {hint!r}; teach scripts/make_shapes.py one")


def _words(hint: Any) -> str:
    return " | ".join(f'"{word}"' for word in get_args(hint))


def _named(hint: Any) -> str:
    return next((name for module in MODULES for name, value in vars(module).items() if value is hint), "")


def main() -> None:
    for path, text in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main()
